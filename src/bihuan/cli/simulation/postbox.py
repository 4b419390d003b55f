"""A mail server on this machine that takes everything and counts it: what arrives here was really sent."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Postbox:
    """The mails that arrived. message_ids: as they came, a mail that came twice stands here twice."""

    message_ids: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take one mail."""
        mail = message_from_bytes(envelope.content, policy=default)
        self.message_ids.append(str(mail["Message-ID"]))
        self.to.extend(envelope.rcpt_tos)
        self.subjects.append(str(mail["Subject"]))
        return "250 OK"


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_postbox(port: int) -> tuple[Postbox, Controller]:
    """Start the server on loopback; `stop` of the controller ends it."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    return box, controller
