"""A real SMTP server and a real HTTP server on this machine, which keep what they are given and fail on demand."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Reply = Callable[[Envelope], str]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class MailServer:
    """
    What arrived, and how the server answers.

    at_rcpt, at_data: the server's answers, "" for yes; slow: seconds it thinks about a whole mail, which it keeps nevertheless.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    at_rcpt: str = ""
    at_data: str = ""
    slow: float = 0.0

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.at_data:
            return self.at_data
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        if self.slow:
            await asyncio.sleep(self.slow)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """Return what arrived for an address."""
        assert address
        return [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == address]


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    """Return the HTML of a mail."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """Run a mail server for as long as the block."""
    server = MailServer(port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class Posted:
    """One call of a hook."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class HookServer:
    """What was posted, and how the server answers: status and body."""

    port: int = 0
    calls: list[Posted] = field(default_factory=list)
    status: int = 200
    answer: str = '{"errcode":0,"errmsg":"ok"}'
    hangs_up: bool = False

    @property
    def host(self) -> str:
        """The host as BIHUAN_HOOK_HOSTS names it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """Return an address here."""
        return f"http://{self.host}{path}"


@contextmanager
def hook_server() -> Iterator[HookServer]:
    """Run an HTTP server for as long as the block."""
    kept = HookServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.calls.append(Posted(self.path, dict(self.headers.items()), body))
            if kept.hangs_up:
                self.close_connection = True
                return
            self.send_response(kept.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(kept.answer.encode())

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
