"""Check packs and print their diagrams and manual pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check import check_texts
from bihuan.packspec.draw import LANGUAGES, draw_kind, manual, pages_of
from bihuan.packspec.draw.reference import fill
from bihuan.packspec.load import SHIPPED, load_texts, read_folder
from bihuan.packspec.model import Pack
from bihuan.packspec.problems import PackErrors, Problem

NOTHING: Final = Text("没有业务包文件：{path}", "There is no pack file: {path}")
FINE: Final = Text("{many}个业务包，没有问题。", "Packs checked: {many}. Nothing is wrong.")
WRONG: Final = Text("共{many}处问题。", "Problems: {many}.")
NO_PACK: Final = Text("没有业务包“{it}”；可选：{known}", "There is no pack {it}; known: {known}")
NO_KIND: Final = Text("没有事项类型“{it}”；可选：{known}", "There is no kind {it}; known: {known}")
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
    language = below.add_parser(
        "language", help="更新写法说明页的表格 | print the tables of the language's reference anew"
    )
    language.add_argument("page", type=Path, metavar="PAGE", help="docs/reference/pack-language.md")
    language.set_defaults(verb_run=_language)
    for one in (check, draw):
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
