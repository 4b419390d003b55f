"""Where the body of a document ends: the closing section, contacts, signature, and what the web page put around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.outline.headings import Role, is_bare_problem_heading, role_of
from bihuan.documents.outline.labels import Label, head_label
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import Kind, head_marker
from bihuan.documents.text.bodies import is_body

_CONTACT = re.compile(
    r"^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）)?(?:热忱|诚挚|敬请|真诚|衷心)?(?:欢迎.{0,40}(?:监督|意见|建议)|如(?:果)?(?:有|对).{0,40}(?:意见|建议|反映|联系)|联系(?:方式|电话|人|地址)|监督(?:电话|方式|举报电话)"
    r"|举报(?:电话|方式)|(?:公示|公开)(?:时间|期限|期)[：为]|(?:以上|上述).{0,30}(?:欢迎|监督)|广大.{0,20}监督|邮政(?:信箱|编码)|通[信讯]地址|邮寄地址|电子(?:邮箱|信箱)|(?:.{2,20})?(?:电话|热线|邮箱|电子信箱)：|特此(?:通报|公告|报告|公示|函告))"
)
_REACHED = re.compile(
    r"(?:反映|意见|建议|异议|监督|受理|来信|来访|联系)[^\n]{0,90}(?:电话|热线|来电|邮箱|信箱|邮编)[^\n]{0,14}?(?:\d{5}|\d{3,4}[）—-]{1,2}\d|@)"
)
_CLOSING = re.compile(r"^(?:下一?步|下一阶段|今后|接下来|下阶段)[，：]?")
_DAY = r"(?:20|19)\d\d年\d{1,2}月\d{1,2}日|[二〇零一九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_ALONE = re.compile(rf"^（?(?:{_DAY})）?[。]?$")
_WITH_BODY = re.compile(rf"^(?P<body>.{{3,50}}?)（?(?P<day>{_DAY})）?$")
_REPEATED = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Which lines are what; every number is an index into the lines.

    first: the first line with a number or a problem's name; end: where the body ends; contacts: where contacts begin;
    signed_by, signed_on: the lines of the signature, None if there is none; over: where the document ends and the page goes on.
    """

    first: int
    end: int
    contacts: int
    signed_by: int | None
    signed_on: int | None
    over: int


def frame_of(lines: Sequence[Line]) -> Frame:
    """Return the frame of a document."""
    first, last = _numbered_extent(lines)
    signed_by, signed_on = _signature(lines, last)
    over = (signed_on if signed_on is not None else len(lines) - 1) + 1
    contacts = next((at for at in range(last + 1, over) if _tells_contacts(lines[at].text)), over)
    end = min(contacts, _closing(lines, last, over), *(at for at in (over, signed_by, signed_on) if at is not None))
    return Frame(first, end, contacts, signed_by, signed_on, over)


def _tells_contacts(text: str) -> bool:
    """Whether a line says how to reach the issuer; `一是开通监督电话12345` is something that was done."""
    return bool(_CONTACT.match(text)) or (head_marker(text) is None and bool(_REACHED.search(text[:400])))


def _numbered_extent(lines: Sequence[Line]) -> tuple[int, int]:
    """The first line that begins with a number or names a problem, and the last one that does not belong to a closing section."""
    first, last = len(lines), -1
    for at, line in enumerate(lines):
        if line.cells:
            first, last = min(first, at), at
            continue
        marker = head_marker(line.text)
        label = head_label(line.text, marker.end if marker else 0)
        if marker is not None and marker.kind < Kind.IS:
            first = min(first, at)
        if _tells_problem(line, marker.end if marker else 0, marker is not None) or (
            label and label[0] in _OF_PROBLEMS and at > first
        ):
            last = at
    return first, last


_OF_PROBLEMS = {Label.PROBLEM, Label.MEASURES, Label.PROGRESS, Label.STATUS}


def _tells_problem(line: Line, body: int, numbered: bool) -> bool:
    if not numbered:
        return is_bare_problem_heading(line.text)
    return role_of(line.text[body:]) in {Role.NAMED_PROBLEM, Role.DEFICIT, Role.PROBLEMS}


def _closing(lines: Sequence[Line], last: int, over: int) -> int:
    """Where the closing section begins: a paragraph about the next step with no problem after it, unless each problem has one."""
    own = sum(bool(_CLOSING.match(line.text)) for line in lines[: last + 1])
    candidates = [at for at in range(last + 1, over) if _CLOSING.match(lines[at].text)]
    if own >= _REPEATED and len(candidates) == 1:
        return over
    return candidates[0] if candidates else over


def _signature(lines: Sequence[Line], last: int) -> tuple[int | None, int | None]:
    """The line with the name of the issuer and the line with the day, after the last problem."""
    for at in range(max(last, 0), len(lines)):
        text = lines[at].text
        if _ALONE.match(text):
            named = at - 1 if at and is_body(lines[at - 1].text) else None
            if (
                named is None
                and at + 1 < len(lines)
                and lines[at + 1].text.startswith("中共")
                and is_body(lines[at + 1].text)
            ):
                named = at + 1
            return (named if named is not None else at), at
        both = _WITH_BODY.match(text)
        if both and is_body(both["body"]):
            return at, at
    for at in range(len(lines) - 1, max(last, 0), -1):
        if is_body(lines[at].text) and lines[at].text.startswith(("中共", "中国共产党")):
            return at, None
    return None, None


def signature_day(text: str) -> str | None:
    """Return the day in a signature line."""
    match = re.search(_DAY, text)
    return match[0] if match else None


def signature_body(text: str) -> str | None:
    """Return the name of the body in a signature line, with or without the day behind it."""
    if is_body(text):
        return text
    both = _WITH_BODY.match(text)
    return both["body"].rstrip("（") if both and is_body(both["body"].rstrip("（")) else None
