"""Verify the trail, seal it, and export the trail of a case as a bundle that verifies offline."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bihuan.accounts.models import Area
    from bihuan.loop.cases.models import Case
    from bihuan.loop.trail.faults import Broken
    from bihuan.loop.trail.verification import Progress, Report

NO_AREA: Final = Text("没有地区“{code}”；现有：{known}", "There is no area {code}; known: {known}")
NO_CASE: Final = Text("没有编号为“{number}”的事项", "There is no case {number}")
MANY: Final = Text(
    "有 {many} 个事项编号为“{number}”，请用 --area 指明地区：{areas}",
    "{many} cases are numbered {number}; say which area with --area: {areas}",
)
SOUND: Final = Text(
    "留痕完好：{cases} 个事项，{events} 条留痕，{files} 个文件，{seals} 次封存。",
    "The trail is sound: {cases} cases, {events} events, {files} files, {seals} seals.",
)
BROKEN: Final = Text(
    "留痕不符：{broken} 个事项或文件有问题（共核验 {cases} 个事项，{events} 条留痕，{files} 个文件）。",
    "The trail is broken in {broken} places ({cases} cases, {events} events, {files} files were read).",
)
UNGUARDED: Final = Text(
    "数据库已不再拒绝改动留痕，缺少：{names}。请运行 bihuan trail guard。",
    "The database does not refuse changes of events any more; missing: {names}. Run: bihuan trail guard.",
)
SEALED: Final = Text("{area}：第 {number} 次封存（{day}）\n  {digest}", "{area}: seal {number} of {day}\n  {digest}")
NO_SEALS: Final = Text(
    "{path} 不是封存记录文件：第 {line} 行无法读取", "{path} is no file of seals: line {line} cannot be read"
)
NOTHING_KEPT: Final = Text("{path} 中没有可供核对的封存", "{path} holds no seal to compare with")
NO_FILE: Final = Text("无法读取 {path}：{why}", "{path} cannot be read: {why}")
GUARDED: Final = Text("数据库拒绝改动留痕。", "The database refuses changes of events.")
PROGRESS: Final = Text("已核验 {cases} 个事项，{events} 条留痕", "{cases} cases, {events} events")
UNREADABLE: Final = Text("数据库无法读取：{why}", "The database cannot be read: {why}")
WRITTEN: Final = Text("已写入 {path}", "Written: {path}")
NOT_WRITTEN: Final = Text("无法写入 {path}：{why}", "{path} cannot be written: {why}")
LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}
RIGHT, WRONG, ASKED_WRONGLY = 0, 1, 2


class Unusable(Exception):
    """What was asked for does not exist; ends the command with the sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    below = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verify = below.add_parser("verify", help="核验全部留痕 | compute everything again; 1 if anything is broken")
    verify.add_argument("--case", metavar="NUMBER", help="只核验一个事项 | one case alone")
    verify.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="与另行留存的封存记录核对 | hold it against a file of seals kept elsewhere",
    )
    verify.set_defaults(verb_run=_verify)
    seal = below.add_parser("seal", help="立即封存并显示最近一次封存 | seal now and print the newest seal")
    seal.set_defaults(verb_run=_seal)
    export = below.add_parser("export", help="导出一个事项的留痕包 | write the bundle of one case")
    export.add_argument("number", metavar="NUMBER", help="事项编号 | number of the case")
    export.add_argument("--out", type=Path, metavar="FILE", help="写入的 zip 文件 | the zip file to write")
    export.set_defaults(verb_run=_export)
    guard = below.add_parser("guard", help="恢复数据库对改动留痕的拒绝 | make the database refuse changes again")
    guard.set_defaults(verb_run=_guard)
    for one in (verify, seal, export):
        one.add_argument("--area", metavar="CODE", help="地区代码 | code of the area")
    for one in (verify, seal, export, guard):
        one.add_argument("--lang", choices=tuple(LANGUAGES), default="zh", help="语言 | language")


def run(options: argparse.Namespace) -> int:
    """Verify or export; return 0 if all is well, 1 if the trail is broken, 2 if what was asked for does not exist."""
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import translation

    with translation.override(LANGUAGES[options.lang]):
        try:
            return int(options.verb_run(options))
        except Unusable as sentence:
            return _complain(str(sentence), ASKED_WRONGLY)
        except DatabaseError as error:
            return _complain(UNREADABLE.format(why=error).in_(options.lang), WRONG)


def _verify(options: argparse.Namespace) -> int:
    from django.db import connection

    from bihuan.loop.trail.append_only import missing_refusals
    from bihuan.loop.trail.verification import verify

    case = _case(options, options.case) if options.case else None
    report = verify(_area(options), case=case, progress=_progress(options.lang) if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.against is not None:
        report.broken.extend(_against(options))
    missing = missing_refusals(connection)
    if missing:
        _complain(UNGUARDED.format(names=", ".join(missing)).in_(options.lang), WRONG)
    return WRONG if _print(report, options.lang) or missing else RIGHT


def _print(report: Report, language: str) -> bool:
    for broken in report.broken:
        print(f"[{broken.area}] {broken}")
    counts = {
        "cases": report.cases, "events": report.events, "files": report.files, "seals": report.seals,
        "broken": len(report.broken),
    }  # fmt: skip
    print((SOUND if report.sound else BROKEN).format(**counts).in_(language))
    return not report.sound


def _progress(language: str) -> Progress:
    def show(cases: int, events: int) -> None:
        print(f"\r{PROGRESS.format(cases=cases, events=events).in_(language)}", end="", file=sys.stderr, flush=True)

    return show


def _against(options: argparse.Namespace) -> Iterator[Broken]:
    """Yield every seal of a file that does not stand here."""
    from bihuan.loop.seals.kept import NoSeal, read_kept
    from bihuan.loop.seals.verification import differing, of_no_area

    try:
        kept = read_kept(options.against.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        raise Unusable(NO_FILE.format(path=options.against, why=error.strerror).in_(options.lang)) from error
    except NoSeal as wrong:
        raise Unusable(NO_SEALS.format(path=options.against, line=wrong.line).in_(options.lang)) from wrong
    areas = list(_areas(options))
    if options.area:
        kept = [one for one in kept if one.code == options.area]
    if not kept:
        raise Unusable(NOTHING_KEPT.format(path=options.against).in_(options.lang))
    for area in areas:
        yield from differing(area.pk, area.code, kept)
    yield from of_no_area(kept, {area.code for area in areas})


def _seal(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from bihuan.loop.clocks.days import local_day
    from bihuan.loop.seals.queries import seals_of
    from bihuan.loop.seals.sealing import seal

    now = timezone.now()
    for area in _areas(options):
        seal(area.pk, day=local_day(now), at=now)
        for row in seals_of(area.pk, limit=1):
            said = SEALED.format(area=area.code, number=row.number, day=row.day.isoformat(), digest=row.digest)
            print(said.in_(options.lang))
    return RIGHT


def _export(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from bihuan.loop.trail.export import export_case

    case = _case(options, options.number)
    path: Path = options.out or Path(f"{case.number.replace('/', '-')}.zip")
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as target:
            export_case(case, at=timezone.now(), target=target)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        return _complain(NOT_WRITTEN.format(path=path, why=error.strerror).in_(options.lang), WRONG)
    print(WRITTEN.format(path=path).in_(options.lang))
    return RIGHT


def _guard(options: argparse.Namespace) -> int:
    from django.db import connection, transaction

    from bihuan.loop.trail.append_only import allow_changes, forbid_changes

    with transaction.atomic():
        allow_changes(connection)
        forbid_changes(connection)
    print(GUARDED.in_(options.lang))
    return RIGHT


def _area(options: argparse.Namespace) -> int | None:
    from bihuan.accounts.models import Area

    if not options.area:
        return None
    known = dict(Area.objects.order_by("code").values_list("code", "pk"))
    if options.area not in known:
        raise Unusable(NO_AREA.format(code=options.area, known=", ".join(known) or "–").in_(options.lang))
    return known[options.area]


def _areas(options: argparse.Namespace) -> QuerySet[Area]:
    """Return the area that is asked for, or all of them."""
    from bihuan.accounts.models import Area

    only, rows = _area(options), Area.objects.order_by("pk")
    return rows if only is None else rows.filter(pk=only)


def _case(options: argparse.Namespace, number: str) -> Case:
    from bihuan.loop.trail.queries import cases_numbered

    found = cases_numbered(number, _area(options))
    if not found:
        raise Unusable(NO_CASE.format(number=number).in_(options.lang))
    if len(found) > 1:
        areas = ", ".join(case.area.code for case in found)
        raise Unusable(MANY.format(many=len(found), number=number, areas=areas).in_(options.lang))
    return found[0]


def _complain(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status
