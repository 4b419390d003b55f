"""Published ladders: read, checked, and fitted to a pack."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.packspec.presets import BadPresets, check_ladder, fitted, ladder_presets, read_presets

GOOD: dict[str, Any] = {"at": -3, "colour": "yellow", "word": "临期 | Near due", "tell": ["handler"]}


def problems(*steps: dict[str, Any], unit: str = "days", title: str = "三天 | Three days") -> set[str]:
    found = check_ladder(unit, steps, desks=("office",), letters=("reminder",), kinds=("finding",), title=title)
    return {problem.place for problem in found}


def test_every_shipped_ladder_has_its_basis_and_words_in_both_languages() -> None:
    presets = ladder_presets()
    assert {"three_colour", "three_days", "colour_slips", "remind_urge_criticise"} <= {one.ladder.id for one in presets}
    assert all(one.basis and one.ladder.title.en for one in presets)
    assert all(rung.word.zh and rung.word.en and rung.tell for one in presets for rung in one.ladder.steps)


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("steps.1.word", {**GOOD, "word": ""}),
        ("steps.1.colour", {**GOOD, "colour": "pink"}),
        ("steps.1.tell", {**GOOD, "tell": []}),
        ("steps.1.tell", {**GOOD, "tell": ["desk.nowhere"]}),
        ("steps.1.tell", {**GOOD, "tell": ["public"]}),
        ("steps.1.at", {**GOOD, "at": "soon"}),
        ("steps.1.letter", {**GOOD, "letter": "love"}),
        ("steps.1.opens", {**GOOD, "opens": "nothing"}),
    ],
)
def test_a_step_that_cannot_be_is_named_by_its_place(place: str, step: dict[str, Any]) -> None:
    assert problems(step) == {place}


def test_steps_stand_in_the_order_of_time() -> None:
    assert problems(GOOD, {**GOOD, "at": 1}) == set()
    assert problems(GOOD, {**GOOD, "at": -3}) == {"steps.2.at"}
    assert problems({**GOOD, "at": 1}, GOOD) == {"steps.2.at"}


def test_a_ladder_has_a_name_and_counts_in_days_or_working_days() -> None:
    assert problems(GOOD, unit="weeks", title="") == {"unit", "title"}


def test_a_file_with_a_colour_without_a_word_is_refused() -> None:
    text = '[ladder.bad]\ntitle = "坏"\nunit = "days"\nbasis = "无"\nsteps = [{ at = 1, colour = "red", word = "", tell = ["handler"] }]\n'
    with pytest.raises(BadPresets, match=r"bad: steps\.1\.word"):
        read_presets(text)


def test_a_pack_without_the_letter_warns_without_it() -> None:
    preset = next(one for one in ladder_presets() if one.ladder.id == "colour_slips")
    assert [rung.letter for rung in fitted(preset, letters=["reminder"]).steps] == ["reminder", "", ""]
