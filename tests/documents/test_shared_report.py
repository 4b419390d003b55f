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


def test_facts_of_the_report_come_out_with_their_places(draft: Draft) -> None:
    source = read_file(REPORT.read_bytes(), REPORT.name)
    figures = {source.at(one.place): one for one in draft.facts.quantities}
    assert figures["78.52万元"].yuan == Decimal(785_200)
    assert (figures["2750.74万元"].what, figures["62.95万元"].what) == ("收回欠缴租金", "追缴资金")
    assert [figures[said].as_of for said in ("52.8%", "24个")] == [date(2023, 12, 31)] * 2
    assert (figures["46.9%"].direction, figures["46.9%"].change, figures["46.9%"].against) == ("down", "by", "同比")
    assert (figures["23名"].kind, figures["30名"].kind, figures["30名"].change) == ("rank", "rank", "by")
    assert (figures["60人次"].kind, figures["88家次"].kind, figures["140余册"].approx) == (
        "person_times",
        "count",
        True,
    )
    assert not {"五张", "四张", "十条", "4起", "2023年", "1号"} & set(figures)


def test_dispositions_of_the_report_come_by_class_and_kind(draft: Draft) -> None:
    whole = [one for one in draft.facts.dispositions if one.place.paragraph == 3]
    assert [(one.cls, one.kind, one.persons) for one in whole] == [
        ("party", "", 5), ("party", "probation", 1), ("party", "serious_warning", 1), ("party", "warning", 3),
        ("administrative", "", 4), ("administrative", "removal", 1), ("administrative", "serious_demerit", 2),
        ("administrative", "demerit", 1), ("first_form", "admonition", 4), ("first_form", "education", 45),
    ]  # fmt: skip
    assert [one.part_of for one in whole[1:4]] == [whole[0].place] * 3
    assert (
        sum(one.persons or 0 for one in draft.facts.dispositions if one.place.paragraph > 3)
        == 2 + 2 + 13 + 3 + 5 + 1 + 3 + 6
    )


def test_documents_of_the_report_are_named_with_what_was_done(draft: Draft) -> None:
    made = [one.made for one in draft.facts.instruments]
    assert (len(made), made.count("made"), made.count("revised"), made.count(None)) == (40, 29, 11, 0)
    assert not any("市县党委巡察工作实施细则" in one.title for one in draft.facts.instruments)
