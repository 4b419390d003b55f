"""The register of letters: what stands in it for whom, how it is narrowed down, and as a workbook."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from bihuan.loop.letters.actions import prepare_letter, withdraw_letter
from bihuan.loop.letters.answering import receive_letter
from tests.pages.letter_stories import supervised
from tests.pages.stories import clock, handed_out, later
from tests.people import SmallArea, actor, browser_of


def register(area: SmallArea, who: str, query: str = "") -> str:
    return browser_of(getattr(area.people, who)).get(f"/letters/{query}").content.decode()


def test_the_register_shows_a_letter_to_the_office_and_to_its_addressee(small_area: SmallArea) -> None:
    number = supervised(small_area).number
    for who in ("office", "clerk", "leader"):
        assert number in register(small_area, who), who
    for who in ("stranger", "lead_clerk"):
        text = register(small_area, who)
        assert number not in text, who
        assert "还没有文书" in text, who


def test_a_prepared_letter_is_the_office_s_alone(small_area: SmallArea) -> None:
    prepare_letter(case=handed_out(small_area), letter="guidance", by=actor(small_area.people.office), at=clock())
    assert "整改指导书" in register(small_area, "office")
    assert "整改指导书" not in register(small_area, "clerk")


def test_a_withdrawn_letter_keeps_its_place(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    withdraw_letter(letter=letter, reason="误发", by=actor(small_area.people.office), at=clock())
    text = register(small_area, "office")
    assert letter.number in text
    assert "已撤回" in text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?state=issued", True),
        ("?state=closed", False),
        ("?letter=supervision", True),
        ("?letter=warning", False),
        ("?q=住房", True),
        ("?q=没有的事", False),
        ("?late=1", False),
        (f"?since={later(2)}", False),
        (f"?until={later(1)}", True),
        ("?unit=x&round=y&page=-3&since=z", True),
    ],
)
def test_the_register_is_narrowed_down(small_area: SmallArea, query: str, there: bool) -> None:
    number = supervised(small_area).number
    assert (number in register(small_area, "office", query)) is there


def test_the_register_says_how_letters_were_met(small_area: SmallArea) -> None:
    letter = supervised(small_area)
    receive_letter(letter=letter, by=actor(small_area.people.clerk), at=clock())
    assert "100%（1/1）" in register(small_area, "office")


def test_many_letters_are_paged(small_area: SmallArea) -> None:
    case = handed_out(small_area)
    numbers = [supervised(small_area, case).number for _ in range(51)]
    first, second = register(small_area, "office"), register(small_area, "office", "?page=2")
    assert f">{numbers[-1]}<" in first
    assert f">{numbers[0]}<" not in first
    assert f">{numbers[0]}<" in second


def test_the_register_is_taken_out_as_a_workbook(small_area: SmallArea) -> None:
    number = supervised(small_area).number
    answer = browser_of(small_area.people.office).get("/letters/register.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert any(number in map(str, row) and "逾期未报" in map(str, row) for row in rows)
