"""A state that asks for a letter: written at every entry from another state, and at no other time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import SHIPPED, release_packs
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
