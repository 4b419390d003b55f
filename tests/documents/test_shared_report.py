"""The real report that lies beside the project is read whole; without it these tests say so and are skipped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bihuan.documents.draft import Draft
from bihuan.documents.files import read_file
from bihuan.documents.reading import read_draft

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "000_e18896d77fb62f9c.txt"


@pytest.fixture(scope="module")
def draft() -> Draft:
    if not REPORT.exists():
        pytest.skip("the shared report is not on this machine")
    return read_draft(read_file(REPORT.read_bytes(), REPORT.name))


def test_every_finding_and_measure_is_read(draft: Draft) -> None:
    measures = [measure for finding in draft.findings for measure in finding.measures]
    assert len(draft.findings) == 33
    assert (len(measures), sum(measure.number is not None for measure in measures)) == (72, 69)
    assert not any(finding.items for finding in draft.findings)


def test_head_and_signature_are_read(draft: Draft) -> None:
    assert (draft.inspected_from, draft.inspected_to) == (date(2023, 3, 2), date(2023, 5, 31))
    assert (draft.feedback_on, draft.published_on) == (date(2023, 7, 26), date(2024, 2, 22))
    assert draft.inspector == "省委第八巡视组"
    assert draft.issuer == "中共湖州南太湖新区工作委员会"
    assert draft.title is None


def test_totals_have_their_parts(draft: Draft) -> None:
    totals = {total.name: total for total in draft.totals}
    assert {name: (total.value, total.unit) for name, total in totals.items()} == {
        "整改举措": (Decimal(164), "条"),
        "党纪处分": (Decimal(5), "人"),
        "政务处分": (Decimal(4), "人"),
        "诫勉": (Decimal(4), "人"),
        "教育提醒": (Decimal(45), "人"),
        "建立完善制度": (Decimal(30), "项"),
        "清退款项": (Decimal("78.52"), "万元"),
    }
    parts = {
        name: [f"{part.name}{part.value}{part.unit}" for part in totals[name].parts]
        for name in ("党纪处分", "政务处分")
    }
    assert parts["党纪处分"] == ["留党察看1人", "严重警告1人", "警告3人"]
    assert parts["政务处分"] == ["撤职1人", "记大过2人", "记过1人"]


def test_closing_section_and_navigation_belong_to_no_measure(draft: Draft) -> None:
    texts = [measure.text for finding in draft.findings for measure in finding.measures]
    assert not any("下一步,南太湖" in text or "体验式" in text or "欢迎广大" in text for text in texts)
    assert set(draft.contacts) == {"telephone", "post_box", "address", "email"}
