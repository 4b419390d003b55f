"""Check packs, print their diagrams and manual pages, take them out of an area and into one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from bihuan.cli.terminal.who import actor_named, area_of, start
from bihuan.loop.rehearsal.rehearsing import RehearsalBroken, account, rehearse
from bihuan.packspec.bilingual import Text
from bihuan.packspec.cases import read_cases
from bihuan.packspec.check import check_texts
from bihuan.packspec.draw import LANGUAGES, draw_kind, manual, pages_of
from bihuan.packspec.draw.reference import fill
from bihuan.packspec.load import SHIPPED, load_texts, read_folder
from bihuan.packspec.model import Pack
from bihuan.packspec.problems import PackErrors, Problem
from bihuan.packspec.written import read_written, uncovered

NOTHING: Final = Text("没有业务包文件：{path}", "There is no pack file: {path}")
FINE: Final = Text("{many}个业务包，没有问题。", "Packs checked: {many}. Nothing is wrong.")
WRONG: Final = Text("共{many}处问题。", "Problems: {many}.")
NO_PACK: Final = Text("没有业务包“{it}”；可选：{known}", "There is no pack {it}; known: {known}")
NO_KIND: Final = Text("没有事项类型“{it}”；可选：{known}", "There is no kind {it}; known: {known}")
NOT_THERE: Final = Text("本地区没有业务包“{it}”或该版本", "The area has no pack {it}, or not in that version")
IMPORTED: Final = Text(
    "已导入“{it}”，请在业务包页面查看并采用。", "{it} is imported; look at it on the page of packs and adopt it."
)
ADOPTED: Final = Text("已导入并采用“{it}”。", "{it} is imported and adopted.")
TELLING: Final = Text("正在演练，共{n}个……", "Telling {n} worked cases …")
RIGHT, WRONG_STATUS = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    below = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    check = below.add_parser("check", help="检查业务包 | check packs, all problems at once")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="文件或文件夹 | files or folders of packs")
    check.add_argument(
        "--language-only",
        action="store_true",
        help="只按写法检查，不管本版本能否运行 | do not refuse what this version does not run yet",
    )
    check.set_defaults(verb_run=_check)
    draw = below.add_parser("draw", help="打印流程图和说明页 | print diagrams and manual page")
    draw.add_argument("pack", metavar="PACK", help="业务包标识或文件 | id of a shipped pack, or a file")
    draw.add_argument("--svg", action="store_true", help="流程图 | the diagram of one kind")
    draw.add_argument("--kind", help="事项类型，缺省为第一个 | which kind; the first unless said")
    draw.add_argument(
        "--manual", action="store_true", help="说明页（缺省） | the manual page (what is printed unless said)"
    )
    draw.add_argument("--into", type=Path, metavar="FOLDER", help="全部写入文件夹 | write all pages and diagrams there")
    draw.set_defaults(verb_run=_draw)
    tell = below.add_parser("tell", help="演练业务包 | tell the worked cases of a pack through the real actions")
    tell.add_argument(
        "pack",
        metavar="PACK",
        help="业务包标识，或文件，演练在旁边 | id of a shipped pack, or a file with its worked cases beside it",
    )
    tell.set_defaults(verb_run=_tell)
    _exchange(below)
    language = below.add_parser(
        "language", help="更新写法说明页的表格 | print the tables of the language's reference anew"
    )
    language.add_argument("page", type=Path, metavar="PAGE", help="docs/reference/pack-language.md")
    language.set_defaults(verb_run=_language)
    for one in (check, draw, tell):
        one.add_argument("--lang", choices=tuple(LANGUAGES), default="zh", help="语言 | language")


def _exchange(below: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = below.add_parser("export", help="导出业务包及其演练 | write a pack of an area, with its worked cases")
    out.add_argument("pack", metavar="PACK", help="业务包标识 | id of the pack")
    out.add_argument("--version", type=int, help="版本，缺省为在用版本 | which version; the one in use unless said")
    out.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="写入文件夹 | write them there")
    out.set_defaults(verb_run=_export)
    taken = below.add_parser("import", help="导入业务包 | take a pack into an area, checked whole")
    taken.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="<id>.toml；演练 <id>.cases.toml 在旁边则一并导入 | worked cases beside it come along",
    )
    taken.add_argument("--by", required=True, metavar="NAME", help="管理员的登录名 | sign-in name of an administrator")
    taken.add_argument("--adopt", action="store_true", help="导入后即采用 | let new cases begin with it at once")
    taken.set_defaults(verb_run=_import)
    for one in (out, taken):
        one.add_argument(
            "--area",
            default="",
            metavar="CODE",
            help="地区代码，只有一个地区时可省略 | which area; may be left out where there is one",
        )
        one.add_argument("--lang", choices=tuple(LANGUAGES), default="zh", help="语言 | language")


def run(options: argparse.Namespace) -> int:
    """Check or draw; return 0 if all went well, 1 if something is wrong."""
    return int(options.verb_run(options))


def _check(options: argparse.Namespace) -> int:
    texts: dict[str, str] = {}
    for path in options.files or [SHIPPED]:
        found = _read(path)
        if not found:
            print(NOTHING.format(path=path).in_(options.lang), file=sys.stderr)
            return WRONG_STATUS
        texts.update(found)
    problems = check_texts(texts, running=not options.language_only)
    _complain(problems, options.lang)
    print((WRONG.format(many=len(problems)) if problems else FINE.format(many=len(texts))).in_(options.lang))
    return WRONG_STATUS if problems else RIGHT


def _draw(options: argparse.Namespace) -> int:
    path = Path(options.pack)
    folder = path.parent if path.suffix == ".toml" else SHIPPED
    wanted = path.stem if path.suffix == ".toml" else options.pack
    try:
        packs = load_texts(_read(folder))
    except PackErrors as errors:
        _complain(errors.problems, options.lang)
        return WRONG_STATUS
    if wanted not in packs:
        print(NO_PACK.format(it=wanted, known=", ".join(packs)).in_(options.lang), file=sys.stderr)
        return WRONG_STATUS
    return _print(packs[wanted], options)


def _tell(options: argparse.Namespace) -> int:
    file = Path(options.pack) if options.pack.endswith(".toml") else SHIPPED / f"{options.pack}.toml"
    beside = file.with_name(f"{file.stem}.cases.toml")
    for path in (file, beside):
        if not path.is_file():
            print(NOTHING.format(path=path).in_(options.lang), file=sys.stderr)
            return WRONG_STATUS
    cases = beside.read_text(encoding="utf-8")
    reading = read_written(file.stem, file.read_text(encoding="utf-8"))
    if reading.pack is None:
        _complain(reading.problems, options.lang)
        return WRONG_STATUS
    try:
        stories = read_cases(cases).stories
        print(TELLING.format(n=len(stories)).in_(options.lang), file=sys.stderr)
        told = rehearse(reading.whole, cases)
    except (ValueError, TypeError, AttributeError, RehearsalBroken) as error:
        print(f"{beside}: {error}", file=sys.stderr)
        return WRONG_STATUS
    for sentence in account(told, uncovered(reading.pack, cases)):
        print(sentence.in_(options.lang))
    return WRONG_STATUS if any(one.wrong is not None for one in told) else RIGHT


def _export(options: argparse.Namespace) -> int:
    start()
    from bihuan.loop.errors import PackNotFound
    from bihuan.loop.lifecycle.packs import version_in_use
    from bihuan.loop.packs.files import export_pack

    area = area_of(options.area, options.lang)
    try:
        version = options.version or version_in_use(area.pk, options.pack)
        files = export_pack(area_id=area.pk, pack=options.pack, version=version)
    except PackNotFound:
        print(NOT_THERE.format(it=options.pack).in_(options.lang), file=sys.stderr)
        return WRONG_STATUS
    options.into.mkdir(parents=True, exist_ok=True)
    for name, text in ((files.name, files.text), (files.cases_name, files.cases)):
        if text:
            (options.into / name).write_text(text, encoding="utf-8")
            print(options.into / name)
    return RIGHT


def _import(options: argparse.Namespace) -> int:
    at = start()
    from django.utils import translation

    from bihuan.loop.errors import Refused
    from bihuan.loop.packs.actions import adopt_draft
    from bihuan.loop.packs.files import import_pack

    area = area_of(options.area, options.lang)
    by = actor_named(options.by, area, at, options.lang)
    beside = options.file.with_name(f"{options.file.stem}.cases.toml")
    try:
        text = options.file.read_text(encoding="utf-8")
        cases = beside.read_text(encoding="utf-8") if beside.is_file() else ""
        with translation.override(LANGUAGES[options.lang]):
            draft = import_pack(text=text, cases=cases, by=by, at=at)
            if options.adopt:
                adopt_draft(pack=draft.pack, seen=draft.number, by=by, at=at)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return WRONG_STATUS
    except Refused as refusal:
        print("\n".join((refusal.sentence, *refusal.missing)), file=sys.stderr)
        return WRONG_STATUS
    print((ADOPTED if options.adopt else IMPORTED).format(it=draft.pack).in_(options.lang))
    return RIGHT


def _language(options: argparse.Namespace) -> int:
    options.page.write_text(fill(options.page.read_text(encoding="utf-8")), encoding="utf-8")
    return RIGHT


def _print(pack: Pack, options: argparse.Namespace) -> int:
    if options.into is not None:
        options.into.mkdir(parents=True, exist_ok=True)
        for name, text in pages_of(pack).items():
            (options.into / name).write_text(text, encoding="utf-8")
            print(options.into / name)
        return RIGHT
    if not options.svg:
        print(manual(pack, LANGUAGES[options.lang]), end="")
        return RIGHT
    kind = options.kind or next(iter(pack.kinds), "")
    if kind not in pack.kinds:
        print(NO_KIND.format(it=kind, known=", ".join(pack.kinds)).in_(options.lang), file=sys.stderr)
        return WRONG_STATUS
    print(draw_kind(pack, pack.kinds[kind], LANGUAGES[options.lang]), end="")
    return RIGHT


def _read(path: Path) -> dict[str, str]:
    if path.is_dir():
        return read_folder(path)
    return {path.name: path.read_text(encoding="utf-8")} if path.is_file() else {}


def _complain(problems: tuple[Problem, ...], language: str) -> None:
    for problem in problems:
        print(problem.in_(language), file=sys.stderr)
