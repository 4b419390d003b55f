"""
Whether a docx keeps the layout of official documents.

Source: GB/T 9704-2012, 5 (paper, type area), 6 (printing), 7 (elements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.checks.remark import Remark
from bihuan.documents.checks.word_styles import Look, Paragraph, Piece, Section, look_of
from bihuan.documents.outline.markers import Kind, head_marker
from bihuan.documents.text.flat import flatten
from bihuan.packspec.bilingual import Text

PAPER = Text(
    "纸张为{width}×{height}毫米，应为A4（210×297毫米）",
    "The paper is {width} × {height} mm, it should be A4 (210 × 297)",
)
MARGINS = Text(
    "页边距为上{top}、下{bottom}、左{left}、右{right}毫米，应为天头37±1、订口28±1，版心156×225毫米（上37、下35、左28、右26）",
    "The margins are {top} above, {bottom} below, {left} left, {right} right; they should be 37, 35, 28 and 26 mm",
)
TITLE = Text(
    "标题为{look}，应为2号（22磅）小标宋体、居中排布",
    "The title is {look_en}, it should be 22 pt Xiaobiaosong, centred",
)
BODY = Text(
    "正文{count}段为{look}，应为3号（16磅）仿宋体",
    "{count} paragraphs of text are {look_en}, they should be 16 pt Fangsong",
)
LEVELS = Text(
    "{count}处{level}为{look}，应为3号（16磅）{right}",
    "{count} headings {level} are {look_en}, they should be 16 pt {right}",
)
LINES = Text(
    "正文{count}段的行距为{look}，应为固定值28—29磅（每页22行）",
    "The pitch of {count} paragraphs is {look_en}, it should be exactly 28–29 pt (22 lines a page)",
)
INDENT = Text("正文{count}段段首未空二字", "{count} paragraphs are not indented by two characters")
NO_NUMBERS = Text("没有页码", "There are no page numbers")
NUMBERS = Text("页码{faults}", "Page numbers: {faults}")
DATE = Text(
    "成文日期“{said}”应使用阿拉伯数字，写全年、月、日",
    "The date “{said}” belongs in Arabic digits, with year, month and day",
)
_NAMES = {
    "layout_paper": Text("第{n}节纸张", "paper of section {n}"),
    "layout_margins": Text("第{n}节页边距", "margins of section {n}"),
    "layout_page_number": Text("页脚", "footer"),
}
_TITLE = re.compile(
    r"(?:通报|报告|方案|公告|公示|通告|通知|意见|办法|规定|函|纪要|清单|决定|决议|请示|批复|情况|总结|汇报|计划|要点|议案)(?:（[^（）]{1,16}）)?$"
)
_HAN_DATE = re.compile(
    r"[二一][〇零○Oo一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_FANG = re.compile(r"仿宋|fang\s*song|fandolfang|stfangsong", re.IGNORECASE)
_HEI = re.compile(r"黑体|sim\s*hei|heiti|fandolhei|等线 ?bold", re.IGNORECASE)
_KAI = re.compile(r"楷|kai", re.IGNORECASE)
_XBS = re.compile(r"小标宋|xiao\s*biao\s*song|fzxbs|xbs", re.IGNORECASE)
_SONG = re.compile(r"宋体|sim\s*sun|song|times new roman|^$", re.IGNORECASE)
_RUNNING = 30  # characters from which a paragraph is running text
_BODY_SIZE, _TITLE_SIZE, _NUMBER_SIZE = 16.0, 22.0, 14.0
_PITCH = (27.9, 29.6)
_FEW = 20
_RED_HEAD = 26.0  # points: from here on a centred line at the top is the issuer's mark, not the title
_BEHIND = re.compile("(?:附件|抄送|抄报)[:：]")  # what stands behind the body has sizes and indents of its own


def layout_remarks(data: bytes, source: SourceText) -> Iterator[Remark]:
    """Yield one remark for each kind of deviation of a docx from GB/T 9704, with the paragraphs it is seen in."""
    look = look_of(data)
    places = _Places(source)
    yield from _paper(look.sections)
    running = [one for one in look.paragraphs if one.text.strip()]
    title = _title(running)
    yield from _check_title(title, places)
    body, levels = _parted(running, title)
    yield from _check_body(body, places)
    yield from _check_levels(levels, places)
    yield from _check_lines(body, look, places)
    yield from _check_indent(body, places)
    yield from _check_numbers(look)
    yield from _check_date(running, places)


class _Places:
    """Where the paragraphs of a Word document stand in the text that was read of it."""

    def __init__(self, source: SourceText) -> None:
        self._blocks: dict[str, Block] = {}
        for block in source.blocks:
            self._blocks.setdefault(block.text.strip(), block)
        self._source = source

    def of(self, paragraph: Paragraph) -> Place | None:
        """Return the place of a paragraph, None where its text was read otherwise."""
        text = paragraph.text.strip()
        block = self._blocks.get(text)
        if block is None:
            block = next((one for one in self._source.blocks if text[:40] in one.text), None)
        return Place(block.number, 0, len(block.text)) if block is not None else None

    def all(self, paragraphs: Sequence[Paragraph]) -> tuple[Place, ...]:
        """Return the places of the first of some paragraphs."""
        return tuple(place for one in paragraphs[:_FEW] if (place := self.of(one)) is not None)


def _remark(check: str, says: Text, places: Sequence[Place] = (), where: str = "") -> Remark:
    return Remark(check, "warning", says, places[0] if places else None, tuple(places[1:]), where)


def _paper(sections: Sequence[Section]) -> Iterator[Remark]:
    # A section laid sideways for a wide table is usual.
    upright = [(n, one) for n, one in enumerate(sections, start=1) if one.width <= one.height]
    wrong = next(((n, one) for n, one in upright if not _near(one.width, 210) or not _near(one.height, 297)), None)
    if wrong is not None:
        n, one = wrong
        says = PAPER.format(width=round(one.width), height=round(one.height))
        yield _remark("layout_paper", says, where=_NAMES["layout_paper"].format(n=n).zh)
        return
    for n, one in upright:
        across, down = one.width - one.left - one.right, one.height - one.top - one.bottom
        if _near(one.top, 37) and _near(one.left, 28) and _near(across, 156, 1.2) and _near(down, 225, 1.6):
            continue
        says = MARGINS.format(top=_mm(one.top), bottom=_mm(one.bottom), left=_mm(one.left), right=_mm(one.right))
        yield _remark("layout_margins", says, where=_NAMES["layout_margins"].format(n=n).zh)
        return


def _near(value: float, right: float, within: float = 1.05) -> bool:
    return abs(value - right) <= within


def _mm(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _title(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of the title: the first that reads like one, with centred lines right before it."""
    for at, one in enumerate(paragraphs[:14]):
        text = flatten(one.text).text
        if head_marker(text) is not None:
            return []
        if (main := one.main()) is not None and main.size > _RED_HEAD:
            continue
        if 6 <= len(text) <= 60 and "。" not in text and _TITLE.search(text):
            first = at
            while first and paragraphs[first - 1].align == "center" and _same_size(paragraphs[first - 1], one):
                first -= 1
            return list(paragraphs[first : at + 1])
    return []


def _same_size(one: Paragraph, other: Paragraph) -> bool:
    first, second = one.main(), other.main()
    return first is not None and second is not None and first.size == second.size


def _check_title(title: Sequence[Paragraph], places: _Places) -> Iterator[Remark]:
    for one in title:
        main = one.main()
        if main is None or (_XBS.search(main.font) and main.size == _TITLE_SIZE and one.align == "center"):
            continue
        zh, en = _said(main)
        if one.align != "center":
            zh, en = f"{zh}、未居中", f"{en}, not centred"
        yield _remark("layout_title", TITLE.format(look=zh, look_en=en), places.all(title))
        return


def _said(piece: Piece) -> tuple[str, str]:
    font = piece.font or "默认字体"
    return f"{font}{piece.size:g}磅", f"{piece.font or 'the default font'} {piece.size:g} pt"


def _parted(
    paragraphs: Sequence[Paragraph], title: Sequence[Paragraph]
) -> tuple[list[Paragraph], dict[Kind, list[Paragraph]]]:
    """Return the paragraphs of running text, and the headings of the first two levels."""
    body: list[Paragraph] = []
    levels: dict[Kind, list[Paragraph]] = {Kind.HAN: [], Kind.HAN_PAREN: []}
    for one in paragraphs:
        if any(one is line for line in title):
            continue
        text = flatten(one.text).text
        if _BEHIND.match(text):
            break
        marker = head_marker(text)
        if marker is not None and marker.kind in levels:
            levels[marker.kind].append(one)
        elif len(text) >= _RUNNING and one.align not in ("center", "right", "end"):
            body.append(one)
    return body, levels


def _check_body(body: Sequence[Paragraph], places: _Places) -> Iterator[Remark]:
    wrong = [
        (one, main)
        for one in body
        if (main := one.main()) is not None and not (_FANG.search(main.font) and main.size == _BODY_SIZE)
    ]
    if wrong:
        zh, en = _said(wrong[0][1])
        says = BODY.format(count=len(wrong), look=zh, look_en=en)
        yield _remark("layout_body", says, places.all([one for one, _ in wrong]))


def _check_levels(levels: dict[Kind, list[Paragraph]], places: _Places) -> Iterator[Remark]:
    for kind, name, right, pattern in (
        (Kind.HAN, "“一、”", "黑体", _HEI),
        (Kind.HAN_PAREN, "“（一）”", "楷体", _KAI),
    ):
        wrong = [
            (one, piece)
            for one in levels[kind]
            if (piece := one.opening()) is not None and not (pattern.search(piece.font) and piece.size == _BODY_SIZE)
        ]
        if wrong:
            zh, en = _said(wrong[0][1])
            says = LEVELS.format(count=len(wrong), level=name, look=zh, look_en=en, right=right)
            yield _remark("layout_levels", says, places.all([one for one, _ in wrong]))
            return


def _check_lines(body: Sequence[Paragraph], look: Look, places: _Places) -> Iterator[Remark]:
    grid = next((one.grid for one in look.sections if one.grid), None)
    wrong = [one for one in body if not _keeps_pitch(one, grid)]
    if wrong:
        first = wrong[0]
        if first.pitch is not None:
            zh = f"{'固定值' if first.exact else '最小值'}{first.pitch:g}磅"
            en = f"{'exactly' if first.exact else 'at least'} {first.pitch:g} pt"
        else:
            zh, en = f"{first.multiple:g}倍", f"{first.multiple:g} lines"
        says = LINES.format(count=len(wrong), look=zh, look_en=en)
        yield _remark("layout_lines", says, places.all(wrong))


def _keeps_pitch(paragraph: Paragraph, grid: float | None) -> bool:
    if paragraph.pitch is not None:
        return paragraph.exact and _PITCH[0] <= paragraph.pitch <= _PITCH[1]
    return grid is not None and _PITCH[0] <= grid <= _PITCH[1] and paragraph.multiple == 1.0 and paragraph.snaps


def _check_indent(body: Sequence[Paragraph], places: _Places) -> Iterator[Remark]:
    wrong = [one for one in body if one.indent is not None and not 1.75 <= one.indent <= 2.35]
    # A text to somebody (`区委巡察办：`) and its like are short; one long paragraph flush left may be one of them.
    if wrong:
        yield _remark("layout_indent", INDENT.format(count=len(wrong)), places.all(wrong))


def _check_numbers(look: Look) -> Iterator[Remark]:
    where = _NAMES["layout_page_number"].zh
    if not look.footers:
        yield _remark("layout_page_number", NO_NUMBERS, where=where)
        return
    zh: list[str] = []
    en: list[str] = []
    usual = next((one for one in look.footers if one.kind == "default"), look.footers[0])
    even = next((one for one in look.footers if one.kind == "even"), None)
    if not usual.dashes:
        zh.append("未加一字线（— 1 —）")
        en.append("no dashes (— 1 —)")
    if usual.size != _NUMBER_SIZE or not _SONG.search(usual.font):
        zh.append(f"为{usual.font or '默认字体'}{usual.size:g}磅，应为4号（14磅）宋体")
        en.append(f"{usual.font or 'default font'} {usual.size:g} pt, should be 14 pt Songti")
    outside = usual.align in ("right", "end", "outside") and (
        usual.align == "outside" or (look.even_odd and even is not None and even.align in ("left", "start", "both"))
    )
    if not outside:
        zh.append("未按单页居右、双页居左排布")
        en.append("not on the right of odd and the left of even pages")
    if zh:
        yield _remark(
            "layout_page_number",
            Text(NUMBERS.zh.format(faults="，".join(zh)), NUMBERS.en.format(faults="; ".join(en))),
            where=where,
        )


def _check_date(paragraphs: Sequence[Paragraph], places: _Places) -> Iterator[Remark]:
    for one in paragraphs[-12:]:
        text = one.text.strip()
        match = _HAN_DATE.search(text)
        if match and len(text) <= 20 and match.end() == len(text):
            yield _remark("layout_date", DATE.format(said=match[0]), places.all([one]))
            return
