"""An area turns packs off and on, edits its own copy, adopts it, and moves running cases to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.actions import FirstAdministrator, set_up_area
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.errors import NotAllowed, NotHere, OvertakenByOther, PackNotFound, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.models import PackDraft, PackRelease, Waiting
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use, release_packs, version_in_use
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.packs.actions import adopt_draft, choose_version, copy_pack, save_draft, switch_pack
from bihuan.loop.packs.errors import NotCorrect
from bihuan.loop.packs.impact import impact_of
from bihuan.loop.packs.queries import pack_state
from bihuan.loop.packs.upgrading import move_running
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.packspec.written import read_written
from tests.people import NOW, PASSWORD, SmallArea, actor
from tests.rooms.loop.lifecycle.test_grants import PACKS, Place

GRANTS = "grants"


@pytest.fixture
def place(small_area: SmallArea, tmp_path: Path, settings: Any) -> Place:
    settings.BIHUAN_HOME = tmp_path
    made = Place(small_area)
    made.start()
    return made


def administrator(place: Place) -> Any:
    return actor(place.people.administrator)


def edited(place: Place, **changes: str) -> PackDraft:
    """Copy the pack and replace words of its text, as somebody would in the editor."""
    draft = copy_pack(pack=GRANTS, by=administrator(place), at=NOW)
    text = draft.text
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return save_draft(pack=GRANTS, text=text, cases="", seen=draft.number, by=administrator(place), at=NOW)


def adopted(place: Place, extra: str = "", **changes: str) -> PackRelease:
    draft = edited(place, **changes)
    if extra:
        draft = save_draft(
            pack=GRANTS, text=draft.text + extra, cases="", seen=draft.number, by=administrator(place), at=NOW
        )
    return adopt_draft(pack=GRANTS, seen=draft.number, by=administrator(place), at=NOW)


def test_what_is_shipped_is_in_use_until_somebody_turns_it_off(place: Place) -> None:
    assert GRANTS in [pack.id for pack in packs_in_use(place.area.pk)]
    assert switch_pack(pack=GRANTS, on=False, by=administrator(place), at=NOW)
    assert not switch_pack(pack=GRANTS, on=False, by=administrator(place), at=NOW)
    assert GRANTS not in [pack.id for pack in packs_in_use(place.area.pk)]
    with pytest.raises(PackNotFound):
        pack_in_use(place.area.pk, GRANTS)


def test_only_an_administrator_chooses(place: Place) -> None:
    office = actor(place.people.office)
    with pytest.raises(NotAllowed):
        switch_pack(pack=GRANTS, on=False, by=office, at=NOW)
    with pytest.raises(NotAllowed):
        copy_pack(pack=GRANTS, by=office, at=NOW)
    with pytest.raises(NotAllowed):
        move_running(pack=GRANTS, version=1, by=office, at=NOW)


def test_cases_of_a_pack_that_is_off_are_read_only_and_go_on_where_they_stood(place: Place) -> None:
    case = place.submitted()
    waits = list(
        Waiting.objects.filter(area=place.area).order_by("case_id", "unit_id").values("case_id", "unit_id", "since")
    )
    switch_pack(pack=GRANTS, on=False, by=administrator(place), at=NOW)
    assert not Waiting.objects.filter(area=place.area, case__pack=GRANTS).exists()
    with pytest.raises(NotHere, match="停用"):
        place.sign(case, place.people.office)
    with pytest.raises((NotHere, PackNotFound)):
        place.application()
    switch_pack(pack=GRANTS, on=True, by=administrator(place), at=NOW)
    after = Waiting.objects.filter(area=place.area).order_by("case_id", "unit_id").values("case_id", "unit_id", "since")
    assert list(after) == waits
    assert place.sign(case, place.people.office).state == "weighing"


def test_another_area_keeps_its_own_choice(place: Place) -> None:
    first = FirstAdministrator(username="other.one", name="江一", unit_name="办公室", password=PASSWORD)
    other = set_up_area(name="云河新区", code="yunhe", administrator=first, at=NOW, by=administrator(place))
    switch_pack(pack=GRANTS, on=False, by=administrator(place), at=NOW)
    version = adopted_elsewhere = adopted(place).version
    assert version_in_use(other.area.pk, GRANTS) == 1
    theirs = actor(other.administrator)
    with pytest.raises(PackNotFound):
        choose_version(pack=GRANTS, version=adopted_elsewhere, by=theirs, at=NOW)
    copy_pack(pack=GRANTS, by=theirs, at=NOW)
    assert adopt_draft(pack=GRANTS, seen=1, by=theirs, at=NOW).version == version + 1


def test_a_draft_keeps_what_was_typed_and_who_saves_second_is_told(place: Place) -> None:
    draft = edited(place, 惠企资金="惠企专项资金")
    with pytest.raises(OvertakenByOther):
        save_draft(pack=GRANTS, text="x", cases="", seen=1, by=administrator(place), at=NOW)
    wrong = save_draft(pack=GRANTS, text="[pack", cases="", seen=draft.number, by=administrator(place), at=NOW)
    assert wrong.text == "[pack"
    with pytest.raises(NotCorrect):
        adopt_draft(pack=GRANTS, seen=wrong.number, by=administrator(place), at=NOW)
    assert pack_state(place.area.pk, GRANTS).version == 1


def test_all_faults_are_named_at_once_with_line_and_key_path(place: Place) -> None:
    draft = edited(
        place,
        **{
            'lifecycle = "application"': 'lifecycle = "nothing"',
            'type = "money", required = true }': 'type = "gold" }',
        },
    )
    problems = read_written(GRANTS, draft.text).problems
    assert {one.key_path for one in problems} >= {"kind.policy.fields.budget.type", "kind.application.lifecycle"}
    assert all(one.line for one in problems)


def test_new_cases_begin_with_the_adopted_version_and_running_ones_keep_theirs(place: Place) -> None:
    running = place.submitted()
    version = adopted(place, 惠企资金="惠企专项资金").version
    assert version == 1001
    fresh = open_case(
        pack=GRANTS, kind="policy", subject="新政策", given={"budget": "1"}, by=actor(place.people.office), at=NOW
    )
    assert (fresh.pack_version, place.application().pack_version) == (1001, 1)
    assert Case.objects.get(area=place.area, pk=running.pk).pack_version == 1
    choose_version(pack=GRANTS, version=None, by=administrator(place), at=NOW)  # the choice is undone
    assert version_in_use(place.area.pk, GRANTS) == 1


RENAMED = {
    "filled = {": "drawn_up = {", '"filled"': '"drawn_up"', "checking": "examining",
    "amount": "asked_for", "special = { title": "unusual = { title", '"special", "twin"]': '"unusual", "twin"]',
}  # fmt: skip
UPGRADE = """
[[upgrade]]
from = 1
states = { "application.filled" = "drawn_up", "application.checking" = "examining" }
fields = { "application.amount" = "asked_for", "application.special" = "unusual" }
"""


def test_a_state_without_a_target_stops_it(place: Place) -> None:
    case = place.submitted()
    draft = edited(place, **RENAMED)
    target = read_written(GRANTS, draft.text).pack
    assert target is not None
    impact = impact_of(place.area.pk, target, NOW.date())
    assert [(row.old.zh, row.new, row.count) for row in impact.rows if row.new is None] == [("审核", None, 1)]
    with pytest.raises(Refused):
        adopt_draft(pack=GRANTS, seen=draft.number, by=administrator(place), at=NOW)
    assert Case.objects.get(area=place.area, pk=case.pk).state == "checking"


def test_running_cases_go_over_with_states_values_clocks_and_an_event_each(place: Place) -> None:
    case, waiting = place.submitted(amount="400"), place.application()
    version = adopted(place, UPGRADE, **RENAMED).version
    seen = [run.due_on for run in ClockRun.objects.filter(area=place.area, case=case).order_by("clock")]
    assert move_running(pack=GRANTS, version=version, by=administrator(place), at=NOW) == 3
    assert move_running(pack=GRANTS, version=version, by=administrator(place), at=NOW) == 0
    moved = Case.objects.get(area=place.area, pk=case.pk)
    assert (moved.pack_version, moved.state, moved.fields["asked_for"]) == (version, "examining", "400.00")
    assert "amount" not in moved.fields
    assert moved.number_1 == 400
    assert set(Stay.objects.filter(area=place.area, case=case).values_list("state", flat=True)) == {
        "drawn_up",
        "examining",
    }
    assert Case.objects.get(area=place.area, pk=waiting.pk).state == "drawn_up"
    runs = ClockRun.objects.filter(area=place.area, case=case).order_by("clock")
    assert set(seen) <= {run.due_on for run in runs}
    told = json.loads(Event.objects.filter(area=place.area, case_id=case.pk).order_by("-seq")[0].record)
    assert (told["verb"], told["body"]["from"], told["body"]["to"]) == ("version_moved", 1, version)
    assert [str(one) for one in verify().broken] == []
    assert (
        sign_case(case=moved, verdict="pass", opinion="可", by=actor(place.people.office), at=NOW).state == "weighing"
    )


def test_closed_trees_keep_their_version(place: Place) -> None:
    move_case(case=place.policy, move="stop", given={}, by=actor(place.people.office), at=NOW)
    version = adopted(place, 惠企资金="惠企专项资金").version
    assert move_running(pack=GRANTS, version=version, by=administrator(place), at=NOW) == 0


def test_due_dates_that_move_and_values_that_vanish_are_shown_before(place: Place) -> None:
    place.submitted(ways=["special"], special="紧急")
    place.application()
    draft = edited(
        place,
        **{
            'special = { title = "特殊理由 | Why special", type = "lines", required = { ways = ["special"] } }\n': "",
            '"special", "twin"]': '"twin"]',
            'runs_in = ["filled"], months = 1': 'runs_in = ["filled"], days = 10',
        },
    )
    target = read_written(GRANTS, draft.text).pack
    assert target is not None
    impact = impact_of(place.area.pk, target, NOW.date())
    assert [(one.field.zh, one.count) for one in impact.vanishing] == [("特殊理由", 1)]
    assert impact.due_count == 1
    assert impact.due_moved[0].old != impact.due_moved[0].new
    assert impact.stops == ()


def test_a_newer_shipped_version_is_shown_and_changes_nothing_under_an_own_copy(place: Place, tmp_path: Path) -> None:
    version = adopted(place, 惠企资金="惠企专项资金").version
    text = (PACKS / "grants.toml").read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "grants.toml").write_text(text, encoding="utf-8")
    release_packs(tmp_path / "packs", at=NOW)
    state = pack_state(place.area.pk, GRANTS)
    assert (state.version, state.newer) == (version, 2)
