"""A state that asks for a letter: written at opening and at every entry from another state, and at no other time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.loop.cases.actions import comment_on, open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.opening import opening_sheet
from bihuan.loop.lifecycle.packs import SHIPPED, release_packs
from bihuan.loop.lifecycle.signing import sign_case
from tests.people import NOW, SmallArea, actor
from tests.rooms.loop.letters.test_letters import handed_out

WORKING = 'working = { title = "整改中 | Being rectified", category = "open"'


@pytest.fixture
def handed(small_area: SmallArea, tmp_path: Path) -> Case:
    """A finding in a pack whose state “working” asks for a reminder."""
    folder = tmp_path / "packs"
    folder.mkdir()
    for file in SHIPPED.glob("*.toml"):
        if not file.name.endswith(".cases.toml"):
            text = file.read_text(encoding="utf-8")
            text = text.replace(WORKING, f'{WORKING}, letter = "reminder"').replace("\nversion = ", "\nversion = 99", 1)
            (folder / file.name).write_text(text, encoding="utf-8")
    release_packs(folder, at=NOW)
    return handed_out(small_area)


def test_a_state_writes_its_letter_when_a_case_enters_it(handed: Case, small_area: SmallArea) -> None:
    clerk = actor(small_area.people.clerk)
    case = move_case(case=handed, move="accept", given={}, by=clerk, at=NOW)
    letter = Letter.objects.get(area_id=case.area_id)
    assert (letter.letter, letter.state, letter.issued_by_id) == ("reminder", LetterState.CLOSED, None)
    move_case(case=case, move="progress", given={"statement": "正在办理"}, by=clerk, at=NOW)
    assert Letter.objects.filter(area_id=case.area_id).count() == 1


@pytest.fixture
def permits(small_area: SmallArea) -> SmallArea:
    """A pack whose first state and whose state of work ask for a letter, and that opens nothing for a small fee."""
    release_packs(Path(__file__).parents[1] / "clocks" / "packs", at=NOW)
    by = actor(small_area.people.administrator)
    for desk, unit in (("office", small_area.units.office), ("checker", small_area.units.discipline)):
        set_desk_holder(pack="permits", desk=desk, unit=unit, by=by, at=NOW)
    return small_area


def permit(small: SmallArea, fee: int = 100) -> Case:
    given = {"responsible": small.units.housing, "fee": fee}
    by = actor(small.people.office)
    return open_case(pack="permits", kind="permit", subject="东街围挡", given=given, by=by, at=NOW)


def letters(case: Case) -> int:
    return Letter.objects.filter(area_id=case.area_id, case_id=case.pk).count()


def test_the_first_state_writes_its_letter_when_a_case_is_opened(permits: SmallArea) -> None:
    case = permit(permits)
    assert letters(case) == 1
    comment_on(case=case, text="已告知", by=actor(permits.people.office), at=NOW)  # the chain goes on behind the letter


def test_a_return_by_a_review_writes_no_second_letter(permits: SmallArea) -> None:
    case, later = permit(permits), NOW + timedelta(days=6)
    office, checker = (actor(one, on=later.date()) for one in (permits.people.office, permits.people.discipline))
    case = move_case(case=case, move="grant", given={}, by=office, at=later)
    assert letters(case) == 2
    case = move_case(case=case, move="submit", given={}, by=office, at=later)
    case = sign_case(case=case, verdict="return", opinion="材料不全", by=checker, at=later)
    assert (case.state, letters(case)) == ("granted", 2)


def test_what_must_hold_at_opening_sees_what_is_filled_in(permits: SmallArea) -> None:
    with pytest.raises(Refused, match="费用"):
        permit(permits, fee=99)
    assert not Case.objects.filter(area_id=permits.area.pk).exists()
    sheet = opening_sheet(pack="permits", kind="permit", parent=None, actor=actor(permits.people.office), at=NOW)
    assert sheet.reason == ""  # the form is shown: what it asks is not known yet
