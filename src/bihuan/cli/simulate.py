"""Live a year of an area with real acts, real nights and a real mail server, and hold its books against each other."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from bihuan.cli.books import BALANCED, BOOKS, UNBALANCED, both, print_accounts
from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.cli.simulation.postbox import Postbox
    from bihuan.cli.simulation.world import World

LIVING: Final = Text(
    "模拟地区运行 {days} 天，种子 {seed}，自 {first} 起", "Living {days} days from {first}, seed {seed}"
)
MONTH: Final = Text("{month}：累计办理 {acts} 次，用时 {seconds} 秒", "{month}: {acts} acts so far, {seconds} s")
DONE: Final = Text("办理情况", "What was done")
REFUSED: Final = Text("被拒绝的办理（未写入任何内容）", "Acts that were refused (nothing was written)")
SAME: Final = Text("本年指纹（同一种子必得同一指纹）：{digest}", "Fingerprint of the year (a seed gives one): {digest}")
TOOK: Final = Text("用时 {seconds} 秒", "Took {seconds} s")
KEPT: Final = Text("数据留在 {path}", "The data lies in {path}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long, by which chance, from when, and whether to keep what comes of it."""
    parser.add_argument("--days", type=int, default=365, help="天数 | days")
    parser.add_argument(
        "--seed", type=int, default=7, help="随机种子，同一种子结果相同 | seed: the same seed, the same year"
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=None, help="首日 | first day")
    parser.add_argument(
        "--keep", type=Path, default=None, help="把数据留在此文件夹（须为空） | keep the data in this empty folder"
    )


def run(options: argparse.Namespace) -> int:
    """Live the days in a database of its own and print the balance; 1 where it does not hold, 2 where it cannot begin."""
    if options.days < 1:
        print("--days 应不少于1 | --days is at least 1", file=sys.stderr)
        return 2
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        if any(options.keep.iterdir()):
            print(f"{options.keep} 不是空文件夹 | is not empty", file=sys.stderr)
            return 2
        return _run_in(options.keep.resolve(), options)
    with tempfile.TemporaryDirectory(prefix="bihuan-simulate-") as home:
        return _run_in(Path(home), options)


def _run_in(home: Path, options: argparse.Namespace) -> int:
    from bihuan.cli.simulation.postbox import free_port, open_postbox

    port = free_port()
    # A database of its own, whatever this machine serves, and the mail server of the simulation.
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "BIHUAN_HOME": str(home),
        "BIHUAN_SMTP_HOST": "127.0.0.1",
        "BIHUAN_SMTP_PORT": str(port),
        "BIHUAN_SMTP_SECURITY": "none",
        "BIHUAN_SMTP_FROM": "bihuan@yunhu.example",
        "BIHUAN_SMTP_USER": "",
    }
    box, server = open_postbox(port)
    try:
        return _live(box, options)
    finally:
        server.stop()


def _live(box: Postbox, options: argparse.Namespace) -> int:
    import logging

    import django
    from django.utils import translation

    django.setup()
    logging.getLogger("bihuan").setLevel(logging.ERROR)
    from django.core.management import call_command

    from bihuan.cli.simulation.habits import HABITS, settle_in
    from bihuan.cli.simulation.mail import deliver
    from bihuan.cli.simulation.world import FIRST, build_world
    from bihuan.cli.simulation.year import Year

    began = monotonic()
    first = options.first or FIRST
    call_command("migrate", verbosity=0, interactive=False)
    print(both(LIVING.format(days=options.days, seed=options.seed, first=first.isoformat())), flush=True)
    with translation.override("zh-hans"):
        world = build_world(options.seed, first)
        settle_in(world)
        year = Year(world, habits=list(HABITS), deliver=deliver)
        year.live(options.days, lambda day, lived: _tell(day, lived, began))
        _print_acts(world)
        wrong = _print_books(world, box)
    print(both(SAME.format(digest=_fingerprint(world))))
    print(both(TOOK.format(seconds=round(monotonic() - began))))
    if options.keep is not None:
        print(both(KEPT.format(path=options.keep)))
    print(both(UNBALANCED.format(n=wrong) if wrong else BALANCED))
    return 1 if wrong else 0


def _tell(day: date, world: World, began: float) -> None:
    if day.day == 1:
        seconds = round(monotonic() - began)
        told = MONTH.format(month=f"{day:%Y-%m}", acts=sum(world.done.values()), seconds=seconds)
        print(f"  {both(told)}", flush=True)


def _print_acts(world: World) -> None:
    print(f"\n{both(DONE)}")
    for what, count in sorted(world.done.items()):
        print(f"  {count:>7}  {what}")
    if world.refused:
        print(both(REFUSED))
        for sentence, count in sorted(world.refused.items(), key=lambda one: (-one[1], one[0])):
            print(f"  {count:>7}  {sentence}")


def _print_books(world: World, box: Postbox) -> int:
    """Print every account with what breaks it, and return how many do not balance."""
    from bihuan.cli.simulation.mail import posted
    from bihuan.loop.books.queries import balance

    print(f"\n{both(BOOKS)}")
    return print_accounts(chain(balance(world.area_id, world.day), [posted(world, box)]))


def _fingerprint(world: World) -> str:
    """Return the digest of the heads of all chains: every act of the year is in it."""
    from bihuan.loop.cases.models import Case
    from bihuan.loop.trail.digest import chosen_algorithm, digest

    heads = Case.objects.filter(area_id=world.area_id).order_by("pk").values_list("number", "head")
    return digest("\n".join(f"{number} {head}" for number, head in heads).encode(), chosen_algorithm())
