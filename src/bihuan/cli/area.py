"""
Exchange signed packages between areas that no network joins.

    bihuan area export --area yunhe --to yunhu --by jiang.yi --into FOLDER   # writes yunhe-yunhu-00001.bihuan
    bihuan area import yunhe-yunhu-00001.bihuan --area yunhu --by xu.yifan

Exit status: 0 done (a package that was taken already changes nothing), 1 refused with a sentence.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bihuan.cli.terminal.who import actor_named, area_of, start
from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.accounts.queries import Actor

DONE, REFUSED = 0, 1
TAKEN: Final = Text("已接收{code}的第{number}号数据包。", "Package {number} of {code} is taken.")
AGAIN: Final = Text("第{number}号数据包此前已接收，没有变化。", "Package {number} was taken already; nothing changed.")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    below = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    out = below.add_parser("export", help="生成数据包 | write a package")
    out.add_argument("--to", required=True, metavar="CODE", help="接收地区的代码 | code of the area it is for")
    out.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="写入文件夹 | write it there")
    out.set_defaults(verb_run=_export)
    taken = below.add_parser("import", help="核验并接收数据包 | check a package and take it")
    taken.add_argument("file", type=Path, metavar="FILE", help="数据包 | the package")
    taken.set_defaults(verb_run=_import)
    for one in (out, taken):
        one.add_argument(
            "--area",
            default="",
            metavar="CODE",
            help="本地区的代码 | own area; may be left out where there is one",
        )
        one.add_argument(
            "--by", required=True, metavar="NAME", help="管理员的登录名 | sign-in name of an administrator"
        )
        one.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 | language")


def run(options: argparse.Namespace) -> int:
    """Write or take a package; return 0 if it was done, 1 if it was refused."""
    at = start()
    from django.utils import translation

    from bihuan.loop.errors import Refused

    area = area_of(options.area, options.lang)
    by = actor_named(options.by, area, at, options.lang)
    try:
        with translation.override("zh-hans" if options.lang == "zh" else "en"):
            print(options.verb_run(options, by, at))
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
        return REFUSED
    return DONE


def _export(options: argparse.Namespace, by: Actor, at: datetime) -> str:
    from bihuan.loop.rollup.exchange import write_package

    written = write_package(to=options.to, by=by, at=at)
    options.into.mkdir(parents=True, exist_ok=True)
    (options.into / written.name).write_bytes(written.data)
    return str(options.into / written.name)


def _import(options: argparse.Namespace, by: Actor, at: datetime) -> str:
    from bihuan.loop.errors import Refused
    from bihuan.loop.rollup.exchange import take_package

    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise Refused(f"{options.file}: {error.strerror}") from error
    taken = take_package(data=data, by=by, at=at)
    said = AGAIN if taken.again else TAKEN
    return said.format(number=taken.package.number, code=taken.package.other).in_(options.lang)
