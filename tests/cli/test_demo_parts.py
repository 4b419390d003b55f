"""The parts of the demonstration: its document, its days, its papers, and the databases it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.accounts.actions import FirstAdministrator, set_up_area
from bihuan.accounts.models import Area, Person
from bihuan.cli.demo import Unusable, prepared
from bihuan.cli.demonstration.build import has_demo, write_samples
from bihuan.cli.demonstration.days import LAST, TOLD_ON, Days, chance
from bihuan.cli.demonstration.papers import paper
from bihuan.cli.demonstration.plan import make_plan
from bihuan.cli.demonstration.sample import SampleDates, report_docx, report_text
from bihuan.cli.demonstration.stage import Play, Walk
from bihuan.documents.draft import Draft
from bihuan.documents.files.apart import read_apart
from bihuan.documents.reading import read_draft
from bihuan.loop.errors import Refused

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DATES = SampleDates(date(2026, 3, 2), date(2026, 5, 29), date(2026, 7, 24), date(2026, 7, 31))


def read(name: str, data: bytes) -> Draft:
    return read_draft(read_apart(data, name))


@pytest.mark.parametrize(("name", "data"), [("方案.docx", report_docx(DATES)), ("方案.txt", report_text(DATES))])
def test_its_document_reads_as_33_findings_and_72_measures_of_which_69_are_numbered(name: str, data: bytes) -> None:
    draft = read(name, data)
    measures = [measure for finding in draft.findings for measure in finding.measures]
    assert (len(draft.findings), len(measures)) == (33, 72)
    assert sum(measure.number is not None for measure in measures) == 69
    assert (draft.inspected_from, draft.inspected_to) == (date(2026, 3, 2), date(2026, 5, 29))
    assert (draft.feedback_on, draft.published_on) == (date(2026, 7, 24), date(2026, 7, 31))
    totals = {total.name: total for total in draft.totals}
    assert [float(totals[name].value or 0) for name in ("整改举措", "党纪处分", "政务处分", "诫勉", "教育提醒")] == [
        164,
        5,
        4,
        4,
        45,
    ]
    assert float(totals["清退款项"].value or 0) == 78.52


def test_the_same_chance_makes_the_same_plan() -> None:
    assert make_plan(chance(7)) == make_plan(chance(7))


def test_for_some_weeks_the_story_stands_where_it_was_told() -> None:
    for today in (TOLD_ON, date(2026, 12, 27)):
        days = Days(today)
        assert days.day(date(2026, 9, 30)) == days.printed(date(2026, 9, 30)) == date(2026, 9, 30)
        assert days.day(date(2027, 1, 8)) == date(2027, 1, 8)
    assert Days(date(2026, 12, 28)).day(LAST) == date(2026, 12, 25)


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 1, 5), date(2027, 3, 1), date(2028, 10, 5)])
def test_the_story_ends_on_the_last_working_day_before_it_is_built(today: date) -> None:
    days = Days(today)
    assert days.day(LAST) < today
    assert (today - days.day(LAST)).days <= 10
    assert days.day(date(2026, 8, 3)) < days.day(date(2026, 8, 4)) < days.day(date(2026, 11, 19)) < days.day(LAST)
    assert days.day(date(2026, 11, 25)) > today


@pytest.mark.django_db
def test_a_walk_that_cannot_go_on_ends_there_and_the_others_go_on() -> None:
    at, broken = datetime(2026, 11, 20, tzinfo=UTC), list[Exception]()

    def half_done() -> Walk:
        yield at
        Area.objects.create(name="半途", code="half")
        raise Refused("这一步办不成")

    def done() -> Walk:
        yield at + timedelta(hours=1)
        Area.objects.create(name="走完", code="done")

    play = Play(broken=broken.append)
    play.add([half_done(), done()])
    play.run()

    assert [str(error) for error in broken] == ["这一步办不成"]
    assert list(Area.objects.values_list("code", flat=True)) == ["done"]
    strict = Play()
    strict.add([half_done()])
    with pytest.raises(Refused):
        strict.run()


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF-"), ("a.png", b"\x89PNG"), ("a.xlsx", b"PK"), ("a.docx", b"PK")]
)
def test_papers_are_what_their_names_say(name: str, start: bytes) -> None:
    assert paper(name, ["情况说明", "已办结"], chance(1)).startswith(start)


def test_a_pdf_says_what_was_written() -> None:
    source = read_apart(paper("承诺书.pdf", ["材料真实"], chance(1)), "承诺书.pdf")
    assert "材料真实" in "".join(block.text for block in source.blocks)


def test_the_sample_files_are_written_for_trying_the_import(tmp_path: Path) -> None:
    paths = write_samples(tmp_path / "samples", TOLD_ON)
    assert [path.suffix for path in paths] == [".docx", ".txt"]
    assert all(path.stat().st_size > 1000 for path in paths)


@pytest.mark.django_db
def test_an_empty_database_has_no_demonstration() -> None:
    assert not has_demo()


@pytest.mark.django_db
def test_a_database_with_another_area_is_left_alone() -> None:
    first = FirstAdministrator(username="bai.lu", name="白鹭", unit_name="望江新区办公室", password="wangjiang-2026")
    set_up_area(name="望江新区", code="wangjiang", administrator=first, at=NOW)
    with pytest.raises(Unusable, match=r"望江新区.*BIHUAN_HOME"):
        prepared(fresh=False)
    assert Person.objects.count() == 1
