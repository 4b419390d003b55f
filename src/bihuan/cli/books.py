"""Hold the books of every area against each other: what nothing explains is named, and nothing is changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.loop.books.account import Account

BOOKS: Final = Text("账目核对", "The books")
BALANCED: Final = Text("账目全部平衡", "The books balance.")
UNBALANCED: Final = Text("账目不平衡：{n} 项", "The books do not balance: {n} accounts.")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Print the balance of every area; 1 where it does not hold."""
    import django

    django.setup()
    from django.utils import timezone, translation

    from bihuan.accounts.models import Area
    from bihuan.loop.books.queries import balance
    from bihuan.loop.clocks.days import local_day

    day, wrong = local_day(timezone.now()), 0
    with translation.override("zh-hans"):
        for area in Area.objects.order_by("pk"):
            print(f"{area.name}：{both(BOOKS)}")
            wrong += print_accounts(balance(area.pk, day))
    print(both(UNBALANCED.format(n=wrong) if wrong else BALANCED))
    return 1 if wrong else 0


def print_accounts(accounts: Iterable[Account]) -> int:
    """Print every account with what breaks it, and return how many do not balance."""
    wrong = 0
    for account in accounts:
        mark = "✓" if account.holds else "✗"
        print(f"  {mark} {account.looked_at:>7}  {both(account.title)}", flush=True)
        for line in account.wrong:
            print(f"             {line}")
        if account.broken > len(account.wrong):
            print(f"             … {account.broken}")
        wrong += not account.holds
    return wrong


def both(text: Text) -> str:
    """Return a sentence in both languages, as commands print them."""
    return f"{text.zh} | {text.en}"
