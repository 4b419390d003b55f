"""Marks of secrecy and of limited use, and document numbers in the wrong brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.documents.blocks import Place
from bihuan.documents.checks.examined import Examined
from bihuan.documents.checks.remark import Remark
from bihuan.packspec.bilingual import Text

MARK = Text(
    "有密级标志“{said}”，不得公开，请按保密规定办理",
    "The mark of secrecy “{said}” forbids publication; follow the rules of secrecy",
)
LIMITED = Text("有限制传播的标志“{said}”，公开前请核准", "The mark “{said}” limits circulation; have it cleared first")
BRACKETS = Text("发文字号“{said}”的年份应使用六角括号〔〕", "The year of the document number “{said}” belongs in 〔〕")
_STARRED = re.compile(r"(?:绝密|机密|秘密)[★☆*＊](?:\d{1,2}年|\d{1,2}个月|长期)?")
_ALONE = re.compile(
    r"^(?:\d{6})?(?P<mark>(?:密级(?:和保密期限)?：)?(?:绝密|机密|秘密)(?:[★☆]?(?:\d{1,2}年|\d{1,2}个月|长期))?|工作秘密)(?:（[^（）]{0,12}）|特急|加急|急件)?$"
)
_GRADED = re.compile(r"(?:密级|保密等级|涉密等级)：(?:绝密|机密|秘密)")
_LIMITED = re.compile(
    r"^[（【]?(?P<mark>(?:内部(?:资料|文件|材料|刊物|使用|掌握|传阅)|(?:此|本)(?:件|文)|内部)[^。]{0,8}?(?:不予公开|不得公开|不公开|不对外公开|注意保存|妥善保管|严禁外传|不得外传|请勿外传|严禁扩散|不得翻印|不得复制|不得转载|阅后(?:即焚|收回|退还))"
    r"|内部(?:资料|文件|材料|刊物|传阅|掌握)|(?:不予公开|不得公开|不公开|依申请公开)|(?:严禁|不得|请勿)外传)[^。]{0,12}[）】。]?$"
)
_NUMBER = re.compile(
    r"(?P<agency>(?!(?:根据|按照|依据|印发|按|的|和|见|据))[\u4e00-\u9fff]{1,7}?(?:发|函|办|字|委|党|组|通|告|政|纪|巡|审|令|议|报|请|批|复|规|公|督|整))"
    r"(?P<open>[\[［(（【])(?P<year>(?:19|20)\d\d)(?P<close>[\]］)）】])第?\d{1,5}号"
)


def secrecy_mark(document: Examined) -> Iterator[Remark]:
    """Yield an error for each mark of secrecy, and a warning for each mark that limits circulation."""
    for line in document.lines:
        text = line.text
        starred = _STARRED.search(text) or _GRADED.search(text)
        alone = _ALONE.match(text) if len(text) <= 24 else None
        limited = _LIMITED.match(text) if len(text) <= 30 else None
        if alone is not None:
            said, place = alone["mark"], line.place(*alone.span("mark"))
            yield Remark("secrecy_mark", "error", MARK.format(said=said), place)
        elif starred is not None:
            yield Remark("secrecy_mark", "error", MARK.format(said=starred[0]), line.place(*starred.span()))
        elif limited is not None:
            said, place = limited["mark"], line.place(*limited.span("mark"))
            yield Remark("secrecy_mark", "warning", LIMITED.format(said=said), place)


def document_number(document: Examined) -> Iterator[Remark]:
    """
    Yield one remark where the years of document numbers stand in other brackets than 〔〕.

    Source: GB/T 9704-2012, 7.2.5.
    """
    found: list[tuple[str, Place]] = []
    for block in document.source.blocks:
        if "号" not in block.text:
            continue
        found += [(match[0], Place(block.number, *match.span())) for match in _NUMBER.finditer(block.text)]
    if found:
        places = tuple(place for _, place in found)
        said = BRACKETS.format(said=found[0][0])
        yield Remark("document_number", "warning", said, places[0], also=places[1:])
