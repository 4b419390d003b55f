"""
Handing mail to the SMTP server of the office, one connection for many mails.

A mail leaves in two steps, so that it is known whether it may have arrived: everything up to the server's “go ahead” first,
then the caller's mark, then the text and the server's word that it took it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum
from types import TracebackType
from typing import Final, Self

from django.conf import settings

from bihuan.loop.notices.errors import AWAY, LATER, REFUSED, SIGN_IN, SILENT, told

PATIENCE: Final = 30.0  # seconds for each answer of the server
LAST_WORD: Final = 120.0  # seconds for the answer to a whole mail: servers look for viruses meanwhile
MOST_AT_ONCE: Final = 100  # mails over one connection; some servers want no more
DOTS: Final = re.compile(rb"(?m)^\.")
GO_AHEAD: Final = 354


class Outcome(Enum):
    """What became of a try. away: nothing is wrong with the message, the server cannot be had."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCLEAR = "unclear"
    AWAY = "away"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a try, and why, as `errors.told` writes it."""

    outcome: Outcome
    error: str = ""


class Postman:
    """A connection to the mail server, made when the first mail leaves; a context manager that says goodbye."""

    def __init__(self, *, patience: float = PATIENCE, last_word: float = LAST_WORD) -> None:
        self.patience, self.last_word = patience, last_word
        self.smtp: smtplib.SMTP | None = None
        self.carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.part()

    def part(self) -> None:
        """End the connection, if there is one."""
        smtp, self.smtp, self.carried = self.smtp, None, 0
        if smtp is not None:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def carry(self, mail: EmailMessage, to: str, *, leaves: Callable[[], bool]) -> Answer:
        """
        Hand one mail over and return what became of it; raises nothing of the network.

        leaves: called when the next thing that happens is that the mail leaves; where it says no, the mail stays here.
        """
        try:
            smtp = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            self.part()
            return Answer(Outcome.AWAY, told(SIGN_IN, _said(error.smtp_code, error.smtp_error)))
        except smtplib.SMTPResponseException as error:
            self.part()
            return Answer(Outcome.AWAY, told(AWAY, _said(error.smtp_code, error.smtp_error)))
        except (OSError, smtplib.SMTPException) as error:
            self.part()
            return Answer(Outcome.AWAY, told(AWAY, _named(error)))
        answer = self._carry(smtp, mail, to, leaves)
        if answer.outcome in {Outcome.UNCLEAR, Outcome.AWAY, Outcome.LOST}:
            smtp.close()
            self.smtp = None
        return answer

    def _connected(self) -> smtplib.SMTP:
        if self.smtp is not None and self.carried < MOST_AT_ONCE:
            try:
                self.smtp.rset()
            except (OSError, smtplib.SMTPException):
                pass  # it hung up meanwhile
            else:
                return self.smtp
        self.part()
        host, port = settings.BIHUAN_SMTP_HOST, settings.BIHUAN_SMTP_PORT
        if settings.BIHUAN_SMTP_SECURITY == "ssl":
            self.smtp = smtplib.SMTP_SSL(host, port, timeout=self.patience, context=ssl.create_default_context())
        else:
            self.smtp = smtplib.SMTP(host, port, timeout=self.patience)
            if settings.BIHUAN_SMTP_SECURITY == "starttls":
                self.smtp.starttls(context=ssl.create_default_context())
        if settings.BIHUAN_SMTP_USER:
            self.smtp.login(settings.BIHUAN_SMTP_USER, settings.BIHUAN_SMTP_PASSWORD)
        else:
            self.smtp.ehlo_or_helo_if_needed()
        return self.smtp

    def _carry(self, smtp: smtplib.SMTP, mail: EmailMessage, to: str, leaves: Callable[[], bool]) -> Answer:
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: smtp.mail(settings.BIHUAN_SMTP_FROM),
            lambda: smtp.rcpt(to),
            lambda: smtp.docmd("DATA"),
        )
        try:
            for step in steps:
                code, said = step()
                if code not in {250, 251, GO_AHEAD}:
                    return _refusal(code, said)
        except (OSError, smtplib.SMTPException) as error:
            return Answer(Outcome.AWAY, told(AWAY, _named(error)))
        if not leaves():
            return Answer(Outcome.LOST)
        return self._hand_over(smtp, DOTS.sub(b"..", mail.as_bytes(policy=SMTP)))

    def _hand_over(self, smtp: smtplib.SMTP, text: bytes) -> Answer:
        self.carried += 1
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self.last_word)
            smtp.send(text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, said = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self.patience)
        except (OSError, smtplib.SMTPException) as error:
            return Answer(Outcome.UNCLEAR, told(SILENT, _named(error)))
        return Answer(Outcome.SENT) if code == 250 else _refusal(code, said)


def _refusal(code: int, said: bytes) -> Answer:
    """Return what a server's no means: 4xx not now, 5xx never (RFC 5321, 4.2.1)."""
    if code in {-1, 421}:  # it hangs up
        return Answer(Outcome.AWAY, told(AWAY, _said(code, said)))
    if 400 <= code < 500:
        return Answer(Outcome.LATER, told(LATER, _said(code, said)))
    return Answer(Outcome.REFUSED, told(REFUSED, _said(code, said)))


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"


def _named(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or "") or type(error).__name__
