"""Whatever shape a well-formed report has, the reader returns exactly the tree it was composed of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft
from tests.documents.composer import TO_HALF, Composed, reports


def read(composed: Composed) -> Draft:
    blocks = tuple(Block(number, line) for number, line in enumerate(composed.lines, 1))
    return read_draft(SourceText("composed", "txt", blocks))


def plain(title: str) -> str:
    return title.translate(TO_HALF)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)
@given(reports())
def test_reader_returns_the_composed_tree(composed: Composed) -> None:
    draft = read(composed)
    wanted = composed.wanted
    read_tree = [
        (
            plain(finding.title),
            finding.aspect,
            [(plain(item.title), [measure.number or "-" for measure in item.measures]) for item in finding.items],
            [measure.number or "-" for measure in finding.measures],
        )
        for finding in draft.findings
    ]
    assert read_tree == [(plain(title), aspect, items, numbers) for title, aspect, items, numbers in wanted.findings]
    assert draft.genre == "report"
    assert draft.inspector == wanted.inspector
    assert (draft.inspected_from, draft.inspected_to) == (wanted.inspected_from, wanted.inspected_to)
    assert (draft.feedback_on, draft.published_on) == (wanted.feedback_on, wanted.published_on)
    assert draft.issuer == wanted.issuer
    assert draft.contacts == {"telephone": "0571-8612345", "email": "office@example.com"}
