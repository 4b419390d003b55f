"""Title, issuer, inspector and the dates of the inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from bihuan.documents.draft import Warning_
from bihuan.documents.outline.frame import Frame, signature_body, signature_day
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import Kind, head_marker
from bihuan.documents.text.bodies import is_body
from bihuan.documents.text.dates import Written, after, dates_in
from bihuan.documents.text.flat import Flat
from bihuan.packspec.bilingual import Text

_INSPECTS = re.compile(r"巡视|巡察|督察|督导|督查|审计|检查|监督|考核")
_ACTS = re.compile(r"反馈|进驻|开展|进行|实施|通报")
_LINK = re.compile(r"^(?:起)?(?:至|到|—+|-+|~)(?:于)?$")
_LAST_DAY = re.compile(r"(?:至|到|—+|-+|~)(\d{1,2})[日号]")
_LOST = re.compile(r"20\d{4,8}日|(?<!\d)\d{3,8}日|\d{4}年?(?:月|日)|年月|月日|(?<=[，于至])月\d|[至到]日")
_BROKEN_DAY = re.compile(r"20\d{4,8}日|(?<!\d)\d{3}日")
_LOST_GLYPH = re.compile(r"(?<=[\u4e00-\u9fff])？[，。]?[A-Z](?=[\u4e00-\u9fff])|\ufffd|锟斤拷")
_GROUP = re.compile(
    r"(?P<name>[^，。；：（）]{0,36}?(?:巡视|巡察|督察|督导|督查|检查|审计|监督|核查|考核)[^，。；：（）对向于]{0,12}?组|(?:[一二两三四五六七八九十\d]{1,4}个|第[一二三四五六七八九十\d]{1,4})(?:巡[视察])?组)(?=对|于|向|自|从|在|进驻|来|到|及|，|先后|分别|采取|通过|就|派|反馈|（|开展|进行|巡[视察])"
)
_OFFICE = re.compile(
    r"(?P<name>[^，。；：]{0,20}审计(?:局|厅|署[^，。；：对派]{0,12}|办公室))(?=对|于|派|自|依法|组织)"
)
_ITS_FEEDBACK = re.compile(r"反馈(?:的)?(?:意见|问题)|交办|移交")
_BEFORE_NAME = re.compile(
    r"^.*(?:现将(?:[我本](?:[省市县区州镇乡局院校]))?(?:贯彻)?(?:落实)?|部署|安排|要求|计划|规定|精神|派出|派驻|委派|由|组建|接受了?|(?<![财])经(?![开济信贸营])|根据|按照|\d[日月年号]|上旬|中旬|下旬|期间|反馈|收到|以来)(?=.)"
)
_PUBLISHED = re.compile(
    r"(?:发布|发表|公布|公开|上传|更新|添加|创建|(?<![示改成馈察止限视会计]))(?:时间|日期)：?(?=20)|发布于：?|^(?=20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\d{1,2}：\d\d|来源|作者|$))"
    r"|(?<=[府局委])(?=20\d\d-\d\d-\d\d\d\d：)"
)
_TITLE_END = re.compile(
    r"(?:通报|公告|公示|报告|情况|通知|函|方案|清单|台账|反馈意见|公开|说明|计划|一览表|表|进展|汇报)(?:（[^（）]{1,20}）)?$"
)
_TITLE_HAS = re.compile(r"整改|整治|反馈|巡视|巡察|督察|审计|问题")
_DAY_BEHIND = re.compile(r"（?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\d{1,2}：\d\d(?:：\d\d)?)?）?$")
_CRUMB = re.compile(r"^(?:当前位置|您现在|首页|位置|来源|作者|编辑|索引号|发布|时间|字号)|[>›»]")


@dataclass
class Header:
    """What the head and the signature of a document say."""

    title: str | None = None
    issuer: str | None = None
    inspector: str | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_on: date | None = None
    published_on: date | None = None
    warnings: list[Warning_] = field(default_factory=list)


def header_of(lines: Sequence[Line], frame: Frame) -> Header:
    """Return title, issuer, inspector and dates; what is missing or damaged stays None and is warned about."""
    header = Header()
    told = _telling_line(lines, frame)
    if told is not None:
        _read_inspection(lines, told, header)
    _read_signature(lines, frame, header)
    _read_title(lines, min(frame.first, told if told is not None else frame.first), header)
    if header.published_on is None:
        _read_published(lines, frame, header)
    header.warnings.extend(_damage(lines, frame, told))
    return header


def _damage(lines: Sequence[Line], frame: Frame, told: int | None) -> Iterator[Warning_]:
    """Digits and characters that a converter lost, in the head and in headings."""
    for at, line in enumerate(lines[: frame.over]):
        gone = _BROKEN_DAY.search(line.text) if at != told else None
        if gone:
            yield Warning_("lost_digits", _SAYS["lost_digits"], line.place(*gone.span()))
        glyph = _LOST_GLYPH.search(line.text)
        if glyph:
            yield Warning_("lost_characters", _SAYS["lost_characters"], line.place(*glyph.span()))


def _telling_line(lines: Sequence[Line], frame: Frame) -> int | None:
    """The line that tells of the inspection: in the head, or (some put it last) after the body, or in the first section."""
    near = [*range(frame.first), *range(frame.end, len(lines)), *range(frame.first, min(frame.first + 8, frame.end))]
    best: tuple[int, int] | None = None
    for at in near:
        text = lines[at].text[:1500]
        score = _score(text)
        needed = (3 if at != frame.first else 4) - bool(_GROUP.search(text) or _OFFICE.search(text))
        certain = _is_dated(text) + 2 * _has_period(text)
        score += certain  # where the days stand, the rest is told too
        if score >= needed + certain and (best is None or score > best[0]):
            best = (score, at)
    return best[1] if best else None


def _is_dated(text: str) -> bool:
    return bool(dates_in(text) or _LOST.search(text))


def _has_period(text: str) -> bool:
    return any(_LINK.match(text[one.end : two.start]) for one, two in pairwise(dates_in(text)))


def _score(text: str) -> int:
    if not _INSPECTS.search(text) or not _ACTS.search(text):
        return 0
    return (
        2 * _is_dated(text)
        + ("反馈" in text)
        + bool(_GROUP.search(text) or _OFFICE.search(text))
        + bool(re.search(r"根据|按照|部署|安排", text))
        + ("现将" in text)
    )


def _read_inspection(lines: Sequence[Line], at: int, header: Header) -> None:
    text = lines[at].text
    limit = text.find("现将")
    limit = limit if limit > 20 else min(len(text), 900)
    dates = dates_in(text, 0, limit)
    used = _read_period(lines[at], dates, header)
    _read_feedback(text, dates, used, header)
    for beside in (at + 1, at - 1, at - 2):
        if header.feedback_on is not None or not 0 <= beside < len(lines):
            continue
        other = lines[beside].text[:300]
        if "反馈" in other[:200] and head_marker(other) is None:
            _read_feedback(other, dates_in(other), set(), header)
    name = _inspector(text[:limit]) or _inspector(text)
    if name is not None:
        header.inspector = lines[at].flat.clean(*name)
    lost = _LOST.search(text, 0, limit)
    if lost:
        header.warnings.append(
            Warning_("lost_digits", _SAYS["lost_digits"], lines[at].place(max(0, lost.start() - 4), lost.end()))
        )
    for one in dates:
        if (
            one.day is None
            and (header.inspected_from is None or header.inspected_to is None or header.feedback_on is None)
            and _means_inspection(text, one)
        ):
            header.warnings.append(
                Warning_("date_not_whole", _SAYS["date_not_whole"], lines[at].place(one.start, one.end))
            )


def _means_inspection(text: str, one: Written) -> bool:
    if text[: one.start].endswith(("截至", "截止", "截止到", "截至到")):
        return False
    clause = text[max(0, one.start - 30) : one.end + 60]
    return bool(_INSPECTS.search(clause))


_SAYS = {
    "lost_digits": Text(
        "日期或数字似有缺失，请对照原件补填",
        "Digits of a date or number seem to be lost; fill them in from the original",
    ),
    "date_not_whole": Text(
        "日期不完整（只到月或旬），未填写", "The date is not whole (only a month or a third of it), so it was left out"
    ),
    "lost_characters": Text(
        "有字丢失或乱码，请对照原件补填", "Characters were lost or garbled; fill them in from the original"
    ),
    "year_missing": Text(
        "日期未写年份，无法推定，未填写", "The date has no year and none follows from the text, so it was left out"
    ),
}


def _read_period(place: Line, dates: list[Written], header: Header) -> set[int]:
    """Fill in the period; return which of the dates it used."""
    text = place.text
    for first, second in pairwise(dates):
        if not _LINK.match(text[first.end : second.start]):
            continue
        day = first.on(_year_said(text, first.start))
        if day is None and first.day is not None and first.year is None and second.year is not None:
            day = first.on(second.year)
        header.inspected_from = day
        if day is not None:
            header.inspected_to = after(day, second)
        elif second.year is not None or (first.year and second.day):
            header.inspected_to = second.on(first.year)
        if day is None and first.day is not None and first.year is None:
            header.warnings.append(Warning_("year_missing", _SAYS["year_missing"], place.place(first.start, first.end)))
        return {dates.index(first), dates.index(second)}
    for index, one in enumerate(dates):
        last = _LAST_DAY.match(text, one.end)
        if last and one.day is not None:  # 3月2日至31日
            header.inspected_from = one.on(_year_said(text, one.start))
            header.inspected_to = Written(one.year, one.month, int(last[1]), *last.span()).on(
                _year_said(text, one.start)
            )
            return {index}
    return _read_beginning(text, dates, header)


def _read_beginning(text: str, dates: list[Written], header: Header) -> set[int]:
    """`自3月1日起，…为期45天`: only the first day is told."""
    for index, one in enumerate(dates):
        if re.match(r"(?:起|开始|进驻)", text[one.end :]) or re.match(r"，[^，。]{2,24}组进驻", text[one.end :]):
            header.inspected_from = one.on(_year_said(text, one.start))
            return {index}
    return set()


def _year_said(text: str, at: int) -> int | None:
    """The year a sentence names before a date without one (`2023年，…于3月2日至…`)."""
    said = re.findall(r"(20\d\d)年(?!度)", text[max(0, at - 60) : at].rpartition("。")[2])
    return int(said[-1]) if said else None


def _read_feedback(text: str, dates: list[Written], used: set[int], header: Header) -> None:
    for index, one in enumerate(dates):
        if index in used:
            continue
        following = dates[index + 1].start if index + 1 < len(dates) else len(text)
        sentence_end = text.find("。", one.end)
        clause = text[one.end : min(following, sentence_end if sentence_end >= 0 else len(text), one.end + 160)]
        if "反馈" not in clause and not re.search(
            r"通报了|反馈(?:会|意见|情况)?(?:(?:时间|日期)(?:为|是)?|于|在)$",
            text[max(0, one.start - 12) : one.start] + clause,
        ):
            continue
        if re.match(r"^(?:巡[视察])?反馈(?:后|以来)", clause):
            continue
        since = header.inspected_to or header.inspected_from
        known = one.on() or (after(since, one) if since else one.on(_year_before(dates, index)))
        header.feedback_on = known
        return


def _year_before(dates: list[Written], index: int) -> int | None:
    """The year of the nearest earlier date that has one."""
    return next((one.year for one in reversed(dates[:index]) if one.year), None)


def _inspector(text: str) -> tuple[int, int] | None:
    """Where the name of the inspecting group or office stands: where it acts, or else where its feedback is named."""
    for pattern in (_GROUP, _OFFICE):
        matches = list(pattern.finditer(text))
        matches.sort(key=lambda match: bool(_ITS_FEEDBACK.match(text, match.end("name"))))
        for match in matches:
            start, end = match.span("name")
            before = _BEFORE_NAME.match(text[start:end])
            if before and end - start - before.end() >= 2:
                start += before.end()
            name = text[start:end]
            if "领导小组" in name or "整改" in name or len(name) < 3:
                continue
            while text[start] in "“、的对":
                start += 1
            return start, end
    return None


def _read_signature(lines: Sequence[Line], frame: Frame, header: Header) -> None:
    if frame.signed_by is not None:
        line = lines[frame.signed_by]
        body = signature_body(line.text)
        if body is not None:
            header.issuer = line.flat.clean(0, len(body))
    if frame.signed_on is not None:
        day = signature_day(lines[frame.signed_on].text)
        written = dates_in(day) if day else []
        header.published_on = written[0].on() if written else None


def _read_title(lines: Sequence[Line], before: int, header: Header) -> None:
    """The last line of the head that reads like a title, with the body's name where it stands on the line above."""
    for at in range(min(before, len(lines)) - 1, -1, -1):
        line = lines[at]
        text = _DAY_BEHIND.sub("", line.text)
        if not _reads_like_title(text):
            continue
        start = _column_tag(text)
        title = line.flat.clean(start, len(text))
        if header.published_on is None and len(text) < len(line.text):
            header.published_on = next((one.on() for one in dates_in(line.text, len(text))), None)
        issuer = _issuer_in(line.flat, start)
        if text[start:].startswith(("关于", "巡", "整改")) and at and is_body(lines[at - 1].text):
            issuer = lines[at - 1].flat.clean(0, len(lines[at - 1].text))
            title = issuer + title
        header.title = title
        header.issuer = header.issuer or issuer
        return


def _reads_like_title(text: str) -> bool:
    return (
        6 < len(text) < 90
        and "。" not in text
        and bool(_TITLE_END.search(text))
        and bool(_TITLE_HAS.search(text))
        and not _CRUMB.search(text)
    )


def _column_tag(text: str) -> int:
    tag = re.match(r"^[•●·■◆★*]*(?:【[^】]{1,16}】|标题：|\[[^\]]{1,16}\]|(?<=[•●·■◆★*]))", text)
    return tag.end() if tag else 0


def _issuer_in(flat: Flat, start: int) -> str | None:
    name = flat.text[start:].partition("关于")[0]
    return flat.clean(start, start + len(name)) if is_body(name) else None


def _read_published(lines: Sequence[Line], frame: Frame, header: Header) -> None:
    """A day alone under the title, or what the page says of its own publication."""
    for at in [*range(min(frame.first, len(lines))), *range(frame.end, len(lines))]:
        text = lines[at].text
        if len(text) > 160:
            continue
        alone = re.fullmatch(r"（?((?:20|19)\d\d年\d{1,2}月\d{1,2}日)）?", text)
        told = _PUBLISHED.search(text)
        if not alone and not told:
            continue
        start = alone.start(1) if alone else (told.end() if told else 0)
        written = [one for one in dates_in(text, start) if one.start <= start + 1]
        if written and written[0].on():
            header.published_on = written[0].on()
            return


def numbered_head(line: Line) -> bool:
    """Return whether a line begins with a number that opens a section or a problem."""
    marker = head_marker(line.text)
    return marker is not None and marker.kind < Kind.IS
