"""The mail of the simulation: what the worker sends, and whether it is what arrived."""

from __future__ import annotations

from bihuan.cli.simulation.postbox import Postbox
from bihuan.cli.simulation.world import World
from bihuan.loop.books.account import Account
from bihuan.packspec.bilingual import Text


def deliver(world: World) -> None:
    """Send what is due, as the worker does between two acts."""


def posted(world: World, box: Postbox) -> Account:
    """Return whether every mail that arrived stands in the books as sent, once, and every one sent has arrived."""
    return Account("posted", Text("邮件服务器收到的与发出记录一致", "what arrived is what was sent"))
