"""From the text of a file to a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bihuan.documents.blocks import SourceText
from bihuan.documents.draft import Draft, DraftFinding, Warning_
from bihuan.documents.facts.collected import Facts, doubtful, facts_of
from bihuan.documents.facts.contacts import after_signature, contacts_in
from bihuan.documents.facts.genre import genre_of, genre_warning, is_feedback
from bihuan.documents.facts.header import header_of
from bihuan.documents.facts.totals import totals_in
from bihuan.documents.outline.doubts import doubts_of
from bihuan.documents.outline.findings import findings_of
from bihuan.documents.outline.frame import frame_of
from bihuan.documents.outline.headings import Role
from bihuan.documents.outline.lines import Line, lines_of
from bihuan.documents.outline.segments import segments_of
from bihuan.documents.outline.tables import ledger_findings, loosened
from bihuan.documents.outline.tree import tree_of
from bihuan.packspec.bilingual import Text

DOUBTS = {
    "lost_number": Text("此处的数字缺失，请对照原件补填", "A number is lost here; fill it in from the original"),
    "lost_digits": Text(
        "日期的数字似有缺失，请对照原件补填", "Digits of a date seem to be lost; fill them in from the original"
    ),
    "date_not_whole": Text("期限不完整，未推定", "The deadline is not said in full, so it was left open"),
    "no_such_day": Text("日历上没有这一天", "There is no such day in the calendar"),
}
GROUPING = {Role.ASPECT, Role.GROUP, Role.DEFICIT}  # their counts are of their own problems


def read_draft(source: SourceText) -> Draft:
    """
    Return what a document says, as a draft for a person to confirm.

    What the text does not say, or has lost, is None or absent and is named in the warnings; nothing is guessed.
    """
    lines = loosened(lines_of(source))
    frame = frame_of(lines)
    header = header_of(lines, frame)
    findings, taken = _findings(lines[: frame.end])
    ledger = ledger_findings(lines)
    if len(ledger) > len(findings):
        findings, taken = ledger, {id(line) for line in lines if line.cells}
    findings = [
        finding for finding in findings if not finding.title or re.search(r"[^\W_]", finding.title)
    ]  # blanks of a form
    if is_feedback(lines[: frame.over], header.title):
        findings = [_without_measures(finding) for finding in findings]
    apart = taken | _still_to_do(lines[: frame.end])
    free = [line for line in lines[: frame.end] if id(line) not in apart]
    totals = totals_in(free)
    genre = genre_of(lines[: frame.over], header.title, findings, header.inspected_from is not None)
    said = genre_warning(genre)
    facts = facts_of(lines[: frame.over])
    warnings = [*([said] if said else []), *header.warnings, *totals.warnings]
    doubts = doubts_of(findings, totals.totals, report=genre == "report")
    return Draft(
        genre=genre,
        title=header.title,
        issuer=header.issuer,
        inspector=header.inspector,
        inspected_from=header.inspected_from,
        inspected_to=header.inspected_to,
        feedback_on=header.feedback_on,
        published_on=header.published_on,
        findings=tuple(findings),
        totals=totals.totals,
        contacts=contacts_in([*lines[frame.end : frame.over], *after_signature(lines, frame.over)]),
        warnings=(*warnings, *_doubts(facts, warnings), *doubts),
        facts=facts,
    )


def _doubts(facts: Facts, said: Sequence[Warning_]) -> list[Warning_]:
    """Warnings of facts that are not whole, unless the place has been warned of already."""
    places = [warning.place for warning in said if warning.place]
    return [
        Warning_(rule, DOUBTS[rule], place)
        for rule, place in doubtful(facts)
        if not any(
            one.paragraph == place.paragraph and one.start < place.end and place.start < one.end for one in places
        )
    ]


def _without_measures(finding: DraftFinding) -> DraftFinding:
    items = tuple(replace(item, measures=()) for item in finding.items)
    return replace(finding, items=items, measures=())


def _still_to_do(lines: Sequence[Line]) -> set[int]:
    """Return the identities of the lines below `五、下一步打算`: what is still to be done is no total of what was."""
    segments = segments_of(lines)
    tops = tree_of(segments).numbered if segments else []
    return {id(node.segment.line) for top in tops if top.role is Role.NEXT for node in top.walk()}


def _findings(lines: Sequence[Line]) -> tuple[list[DraftFinding], set[int]]:
    """The findings, and the identities of the lines they were read from."""
    segments = segments_of(lines)
    found = findings_of(tree_of(segments)) if segments else []
    taken = {id(node.segment.line) for _, top in found for node in top.walk()}
    taken.update(id(group.segment.line) for _, top in found for group in top.above() if group.role in GROUPING)
    return [finding for finding, _ in found], taken
