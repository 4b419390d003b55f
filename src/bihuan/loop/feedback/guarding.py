"""
Keeping floods and machines away without any service outside: limits per address, a form that counts once, a sum in words.

An address is kept only as a digest that changes every day, and only for some days.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, gettext, ngettext

from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.feedback.errors import Doubtful, TooOften
from bihuan.loop.feedback.models import Knock

LEAST_SECONDS: Final = 4  # nobody reads the form and writes a message quicker
FORM_HOURS: Final = 24
MOST_AN_HOUR: Final = 60  # messages to one area from everywhere: from then on everybody is asked the sum
MOST_LINKS: Final = 2
WRONG_CODES: Final = 5  # per address and quarter of an hour
WRONG_FOR_NUMBER: Final = 10  # per number and hour, from everywhere
KEPT_DAYS: Final = 3
_LINK: Final = re.compile(r"https?://|www\.", re.I)
_DIGITS: Final = {
    "zh": ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
_FORM: Final = "bihuan.feedback.form"
_SUM: Final = "bihuan.feedback.sum"


def who_is(address: str, at: datetime) -> str:
    """Return an address as it is kept: a digest that nobody can link with that of another day."""
    return salted_hmac("bihuan.feedback.address", f"{local_day(at)}{address}").hexdigest()[:32]


def fresh_form(area_id: int, at: datetime) -> str:
    """Return the signed mark of a form that is drawn now: its area, its instant, and a word that counts once."""
    made = {"area": area_id, "at": int(at.timestamp()), "nonce": secrets.token_hex(12)}
    return signing.Signer(salt=_FORM).sign_object(made)


@dataclass(frozen=True, slots=True)
class FormMark:
    """What the signed mark of a form says: its word that counts once, and for how many seconds the form was open."""

    nonce: str
    seconds: int


def read_form(mark: str, area_id: int, at: datetime) -> FormMark:
    """Return what the mark of a form says. Raises Refused for one that is not ours, of another area, or too old."""
    try:
        said: dict[str, Any] = signing.Signer(salt=_FORM).unsign_object(mark)
    except (signing.BadSignature, ValueError):
        said = {}
    seconds = int(at.timestamp()) - int(said.get("at", 0))
    if said.get("area") != area_id or not -60 <= seconds <= FORM_HOURS * 3600:
        raise Refused(gettext("This form was open for too long. Send it once more; what you wrote is kept."))
    return FormMark(str(said["nonce"]), seconds)


def fresh_sum() -> tuple[str, str]:
    """Return a small sum in words, readable by everybody, and the signed mark that knows its result."""
    first, second = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    words = _DIGITS["en" if (get_language() or "zh").startswith("en") else "zh"]
    question = gettext("How much is %(first)s plus %(second)s? Write it as a number.") % {
        "first": words[first],
        "second": words[second],
    }
    return question, signing.Signer(salt=_SUM).sign_object({"sum": first + second, "word": secrets.token_hex(6)})


def sum_is_right(mark: str, answer: str) -> bool:
    """Return whether the sum that a mark stands for was worked out; full-width digits count too."""
    try:
        said: dict[str, Any] = signing.Signer(salt=_SUM).unsign_object(mark)
    except (signing.BadSignature, ValueError):
        return False
    typed = "".join(str(ord(one) - 0xFF10) if "０" <= one <= "９" else one for one in answer.strip())
    return constant_time_compare(typed, str(said.get("sum")))


def knock(area_id: int, what: str, who: str, at: datetime, *, minutes: int) -> int:
    """Count one more try within the span of `minutes` that `at` lies in, and return how many there are now."""
    span = minutes * 60
    since = datetime.fromtimestamp(int(at.timestamp()) // span * span, tz=at.tzinfo)
    row, _new = Knock.objects.get_or_create(area_id=area_id, what=what, who=who, since=since)
    Knock.objects.filter(area_id=area_id, pk=row.pk).update(times=F("times") + 1)
    return row.times + 1


def check_sent_once(area_id: int, mark: FormMark, at: datetime) -> None:
    """Let the form with this mark count once, in the caller's transaction. Raises Refused for a second time, also at the same moment."""
    since = datetime.fromtimestamp(0, tz=at.tzinfo) + timedelta(days=int(at.timestamp()) // 86400)
    _row, new = Knock.objects.get_or_create(area_id=area_id, what="form", who=mark.nonce[:32], since=since)
    if not new:
        raise Refused(gettext("This was sent already."))


def knocked(area_id: int, what: str, who: str, at: datetime, *, minutes: int) -> int:
    """Return how often it was tried within the span that `at` lies in."""
    span = minutes * 60
    since = datetime.fromtimestamp(int(at.timestamp()) // span * span, tz=at.tzinfo)
    row = Knock.objects.filter(area_id=area_id, what=what, who=who, since=since).first()
    return row.times if row is not None else 0


def check_not_too_often(area_id: int, who: str, at: datetime, *, most: int) -> None:
    """Raise TooOften when this address has sent as many messages today as the line takes."""
    if knocked(area_id, "send", who, at, minutes=1440) >= most:
        sentence = ngettext(
            "From this network address %(n)d message was taken today already. Please write again tomorrow, or call.",
            "From this network address %(n)d messages were taken today already. Please write again tomorrow, or call.",
            most,
        )
        raise TooOften(sentence % {"n": most})


def is_doubtful(area_id: int, text: str, mark: FormMark, filled: str, at: datetime) -> bool:
    """Return whether a message looks like a machine's: too quick, a hidden field filled, many links, or one of a flood."""
    if filled or mark.seconds < LEAST_SECONDS or len(_LINK.findall(text)) > MOST_LINKS:
        return True
    return knocked(area_id, "send", "*", at, minutes=60) >= MOST_AN_HOUR


def check_human(
    area_id: int, text: str, mark: FormMark, filled: str, at: datetime, *, sum_mark: str, answer: str
) -> None:
    """Raise Doubtful for a message that looks like a machine's, unless the sum that was asked is worked out."""
    if not is_doubtful(area_id, text, mark, filled, at) or sum_is_right(sum_mark, answer):
        return
    if not answer.strip():
        raise Doubtful(gettext("One more question before your message is sent."))
    raise Doubtful(
        gettext("The answer is not right; here is another question."), fields={"sum": gettext("This is not right.")}
    )


def check_may_look(area_id: int, number: str, who: str, at: datetime) -> None:
    """Raise TooOften when too many wrong look-up codes came from this address, or for this number from anywhere."""
    if (
        knocked(area_id, "look", who, at, minutes=15) >= WRONG_CODES
        or knocked(area_id, "number", _number(number), at, minutes=60) >= WRONG_FOR_NUMBER
    ):
        raise TooOften(gettext("Number and code did not match several times. Please wait a while, then try again."))


def note_wrong_code(area_id: int, number: str, who: str, at: datetime) -> None:
    """Count a look-up code that did not fit."""
    knock(area_id, "look", who, at, minutes=15)
    knock(area_id, "number", _number(number), at, minutes=60)


def _number(number: str) -> str:
    return salted_hmac("bihuan.feedback.number", number).hexdigest()[:32]


def forget_knocks(area_id: int, at: datetime) -> int:
    """Delete counts older than some days and return how many."""
    old = Knock.objects.filter(area_id=area_id, since__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
