"""Build the demonstration area with months of work in it, and serve it on this machine."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.accounts.models import Area

OCCUPIED: Final = Text(
    "这个数据库里已有地区“{area}”，演示不会动它。请用 BIHUAN_HOME 指定一个空文件夹（或用 DATABASE_URL 指定一个空数据库）再运行。",
    "This database holds the area “{area}” and the demonstration leaves it alone. "
    "Set BIHUAN_HOME to an empty folder (or DATABASE_URL to an empty database) and run this again.",
)
NOT_EMPTY: Final = Text(
    "--fresh 只重建本机 SQLite 里的演示数据；当前用的是别的数据库，请先换一个空数据库。",
    "--fresh only builds anew what lies in SQLite on this machine; give DATABASE_URL an empty database instead.",
)
BUILDING: Final = Text("正在生成演示数据，约需五分钟", "Building the demonstration; this takes about five minutes")
FOUND: Final = Text(
    "演示数据已在，直接使用（--fresh 可重新生成）", "The demonstration is there already (--fresh builds it anew)"
)
ASIDE: Final = Text("原有数据已移到 {path}", "What was there lies now in {path}")
READY: Final = Text("演示地区：{area}", "The demonstration area: {area}")
SOUND: Final = Text(
    "留痕核验：{cases} 个事项，{events} 条留痕，完好", "Trail: {cases} cases, {events} events, all sound"
)
BROKEN: Final = Text("留痕核验不符，请运行 bihuan trail verify", "The trail is broken; run: bihuan trail verify")
BROKEN_OFF: Final = Text(
    "有{n}条故事线在今天的日期下讲不到结尾，已在该处停下（第一条：{first}）",
    "Stories that cannot be told to their end on the date of today and stop there: {n} (the first: {first})",
)
SAMPLES: Final = Text("可用于试导入的样例文件：{path}", "Sample files to try the import with: {path}")
WHO: Final = Text("登录身份（密码都是 {password}）", "Sign in as (password of all: {password})")
OPEN: Final = Text("请打开", "Open")
TOUR: Final = (
    ("lin.ruoxi", "林若溪", Text("整改办", "rectification office")),
    ("qiu.xiaoman", "邱小满", Text("住建局经办人", "staff of a unit")),
    ("qiu.zhiyuan", "邱志远", Text("住建局局长", "head of that unit")),
    ("ming.che", "明澈", Text("牵头单位负责人", "head of a lead unit")),
    ("shen.yan", "沈砚", Text("纪检监察工委", "discipline inspection")),
    ("su.wenyin", "苏文茵", Text("组织人事部", "organisation department")),
    ("lu.huaiyuan", "陆怀远", Text("领导小组组长", "leading group")),
    ("tao.jingming", "陶景明", Text("区领导", "area leader")),
    ("gu.qing", "顾青", Text("督查专员，只看", "supervisor, sees only")),
    ("xu.yifan", "徐一帆", Text("系统管理员", "administrator")),
)
BELOW: Final = ("min.zhixia", "闵知夏", Text("下级地区整改办", "rectification office of an area below"))
MOVED: Final = ("bihuan.sqlite3", "bihuan.sqlite3-wal", "bihuan.sqlite3-shm", "files")


class Unusable(Exception):
    """The demonstration cannot be built here; ends the command with the sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--port", type=int, default=8000, help="端口，只在本机 | port, on this machine only")
    parser.add_argument("--prepare-only", action="store_true", help="只生成数据，不启动 | build the data, do not serve")
    parser.add_argument(
        "--fresh", action="store_true", help="重新生成，原数据移到一旁 | build anew, what was there is moved aside"
    )


def run(options: argparse.Namespace) -> int:
    """Build what is missing and serve until stopped; return 2 where the database belongs to somebody else."""
    from bihuan.cli.serve import prepare, serve

    os.environ["BIHUAN_DEMO"] = "1"
    try:
        prepare()
        prepared(fresh=options.fresh)
    except Unusable as sentence:
        print(sentence)
        return 2
    address = f"http://127.0.0.1:{options.port}/"
    _say_who(None if options.prepare_only else address)
    if not options.prepare_only:
        serve(host="127.0.0.1", port=options.port, workers=min(2, os.cpu_count() or 1))
    return 0


def prepared(*, fresh: bool) -> Area:
    """Return the area of the demonstration, built now if it is not there. Raises Unusable."""
    from django.conf import settings
    from django.utils import timezone

    from bihuan.accounts.models import Area
    from bihuan.cli.demonstration.build import Occupied, build, has_demo, write_samples

    now = timezone.now()
    today = timezone.localdate(now)
    try:
        here = has_demo()
    except Occupied as other:
        raise Unusable(_both(OCCUPIED.format(area=other))) from other
    if here and fresh:
        _set_aside(Path(settings.BIHUAN_HOME), now)
        here = False
    if here:
        print(_both(FOUND))
    else:
        print(_both(BUILDING), flush=True)
        broken: list[Exception] = []
        area = build(
            today=today, now=now, progress=lambda step: print(f"  {_both(step)}", flush=True), broken=broken.append
        )
        if broken:
            print(f"  {_both(BROKEN_OFF.format(n=len(broken), first=broken[0]))}")
        _verify(area)
        write_samples(_samples(), today)
    return Area.objects.order_by("pk")[0]


def _verify(area: Area) -> None:
    from bihuan.loop.trail.verification import verify

    report = verify(area.pk)
    print(f"  {_both(SOUND.format(cases=report.cases, events=report.events) if report.sound else BROKEN)}")


def _set_aside(home: Path, now: datetime) -> None:
    """Move the demonstration's database and files into a folder beside them; nothing is deleted."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Unusable(_both(NOT_EMPTY))
    place = home / f"before-{now:%Y%m%d-%H%M%S}"
    connection.close()
    place.mkdir()
    for name in MOVED:
        if (home / name).exists():
            (home / name).rename(place / name)
    print(_both(ASIDE.format(path=place)))
    call_command("migrate", verbosity=0, interactive=False)


def _samples() -> Path:
    from django.conf import settings

    return Path(settings.BIHUAN_HOME) / "samples"


def _say_who(address: str | None) -> None:
    from bihuan.accounts.models import Area
    from bihuan.cli.demonstration.cast import PASSWORD

    print()
    print(_both(READY.format(area=Area.objects.order_by("pk")[0].name)))
    print(_both(SAMPLES.format(path=_samples())))
    print(_both(WHO.format(password=PASSWORD)))
    for username, name, role in (*TOUR, BELOW):
        print(f"  {username:<14}{name}　{_both(role)}")
    if address is not None:
        print(f"\n{_both(OPEN)}: {address}", flush=True)


def _both(text: Text) -> str:
    """Return a sentence in both languages: who starts a demonstration has not chosen one yet."""
    return f"{text.zh} | {text.en}"
