"""A draft as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bihuan.cli.terminal.columns import columns, shortened
from bihuan.cli.terminal.facts import fact_lines
from bihuan.documents.blocks import SourceText
from bihuan.documents.draft import Draft, DraftFinding, DraftMeasure
from bihuan.packspec.bilingual import Text

GENRES = {
    "report": Text("整改情况通报", "rectification report"),
    "feedback": Text("反馈意见", "feedback of an inspection"),
    "plan": Text("整改方案", "rectification plan"),
    "news": Text("新闻报道", "news item"),
    "form": Text("空白表格", "blank form"),
    "other": Text("其他文书", "other document"),
}
CONTACTS = {
    "telephone": Text("电话", "Telephone"),
    "post_box": Text("邮政信箱", "Post box"),
    "address": Text("地址", "Address"),
    "email": Text("电子邮箱", "E-mail"),
    "postcode": Text("邮政编码", "Postcode"),
}
HEAD = (
    Text("序号", "No."),
    Text("问题", "Finding"),
    Text("方面", "Aspect"),
    Text("子项", "Items"),
    Text("措施", "Measures"),
    Text("状态", "Status"),
)
TITLES, COUNTS = 1, (3, 4)
PARTS = Text("{format} · {blocks} 段{pages}", "{format} · {blocks} paragraphs{pages}")
PAGES = Text(" · {pages} 页", " · {pages} pages")
TITLE = Text("标题", "Title")
GENRE = Text("文种", "Kind")
ISSUER = Text("发布单位", "Issuer")
INSPECTOR = Text("检查组织", "Inspector")
INSPECTED = Text("检查时间", "Inspected")
FEEDBACK = Text("反馈日期", "Feedback on")
PUBLISHED = Text("公布日期", "Published on")
UNSAID = Text("原文未写明", "not stated")
NO_FINDINGS = Text("没有读到问题。", "No findings were read.")
SUM = Text(
    "共 {findings} 个问题，{measures} 条措施（其中 {numbered} 条有序号）。",
    "{findings} findings, {measures} measures ({numbered} of them numbered).",
)
TOTALS = Text("整改总体数字", "Totals")
LOST = Text("数字缺失", "digits lost")
CONTACT = Text("联系方式", "Contacts")
WARNINGS = Text("请核对（{count} 处）", "Please check ({count})")
LINE = Text("第 {line} 段", "line {line}")
WHOLE = Text("全文", "whole text")
NARROW, WIDE = 12, 100


def draft_lines(draft: Draft, source: SourceText, *, language: str, most: int = WIDE) -> Iterator[str]:
    """Return the lines that show a draft: header, findings, totals, facts, contacts and warnings, `most` columns wide."""
    yield source.name
    pages = PAGES.format(pages=source.pages) if source.pages else Text("")
    yield PARTS.format(format=source.format, blocks=len(source.blocks), pages=pages).in_(language)
    yield ""
    yield from _header(draft, language, most)
    yield ""
    yield from _findings(draft.findings, language, most)
    yield from _totals(draft, language)
    yield from fact_lines(draft.facts, language=language, most=most)
    yield from _contacts(draft, language)
    yield from _warnings(draft, language)


def _header(draft: Draft, language: str, most: int) -> Iterator[str]:
    genre = GENRES.get(draft.genre)
    facts = (
        (GENRE, genre.in_(language) if genre else draft.genre),
        (TITLE, draft.title),
        (ISSUER, draft.issuer),
        (INSPECTOR, draft.inspector),
        (INSPECTED, _period(draft.inspected_from, draft.inspected_to)),
        (FEEDBACK, draft.feedback_on and draft.feedback_on.isoformat()),
        (PUBLISHED, draft.published_on and draft.published_on.isoformat()),
    )
    rows = [(name.in_(language), value or UNSAID.in_(language)) for name, value in facts]
    yield from columns(rows, most=most, stretch=1)


def _period(first: date | None, last: date | None) -> str | None:
    if first is None and last is None:
        return None
    return f"{first or '?'} – {last or '?'}"


def _findings(findings: tuple[DraftFinding, ...], language: str, most: int) -> Iterator[str]:
    if not findings:
        yield NO_FINDINGS.in_(language)
        return
    rows = [_row(finding) for finding in findings]
    # A column in which nobody has anything to say is not shown.
    kept = [index for index in range(len(HEAD)) if index == TITLES or any(row[index] for row in rows)]
    table = [[row[index] for index in kept] for row in ([name.in_(language) for name in HEAD], *rows)]
    right = [position for position, index in enumerate(kept) if index in COUNTS]
    yield from columns(table, most=most, stretch=kept.index(TITLES), right=right)
    measures = [measure for finding in findings for measure in _measures(finding)]
    numbered = sum(measure.number is not None for measure in measures)
    yield SUM.format(findings=len(findings), measures=len(measures), numbered=numbered).in_(language)


def _row(finding: DraftFinding) -> list[str]:
    return [
        finding.number or "",
        finding.title,
        shortened(finding.aspect or "", 24),
        str(len(finding.items) or ""),
        str(len(_measures(finding))),
        shortened(finding.status or "", 20),
    ]


def _measures(finding: DraftFinding) -> list[DraftMeasure]:
    """Return all measures of a finding, those of its items too."""
    return [*finding.measures, *(measure for item in finding.items for measure in item.measures)]


def _totals(draft: Draft, language: str) -> Iterator[str]:
    if not draft.totals:
        return
    yield ""
    yield TOTALS.in_(language)
    for total in draft.totals:
        parts = [f"{part.name} {_amount(part.value, part.unit, language)}" for part in total.parts]
        yield f"  {total.name} {_amount(total.value, total.unit, language)}" + (
            f" ({', '.join(parts)})" if parts else ""
        )


def _amount(value: Decimal | None, unit: str | None, language: str) -> str:
    return f"{value:,f} {unit or ''}".strip() if value is not None else LOST.in_(language)


def _contacts(draft: Draft, language: str) -> Iterator[str]:
    if not draft.contacts:
        return
    yield ""
    yield CONTACT.in_(language)
    for key, value in draft.contacts.items():
        name = CONTACTS.get(key)
        yield f"  {name.in_(language) if name else key} {value}"


def _warnings(draft: Draft, language: str) -> Iterator[str]:
    if not draft.warnings:
        return
    yield ""
    yield WARNINGS.format(count=len(draft.warnings)).in_(language)
    for warning in draft.warnings:
        place = LINE.format(line=warning.place.paragraph) if warning.place else WHOLE
        yield f"  {place.in_(language)}  {warning.message.in_(language)} [{warning.rule}]"
