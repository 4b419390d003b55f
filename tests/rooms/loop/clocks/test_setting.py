"""Warnings and rules of extensions that an office sets itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bihuan.accounts.models import OrganisationEvent
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.clocks.computing import ladder_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.jobs import follow_ladder
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.clocks.previewing import preview_ladder
from bihuan.loop.clocks.queries import extension_counts, extensions_rows
from bihuan.loop.clocks.setting import (
    LadderDraft,
    draft_of,
    reset_ladder,
    set_extension_rule,
    set_ladder,
)
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.trail.models import Event
from bihuan.packspec.presets import ladder_presets
from tests.pages.stories import clock, handed_out, later, worked_on
from tests.people import PACK, SmallArea, actor


def draft(preset: str) -> LadderDraft:
    return draft_of(next(one.ladder for one in ladder_presets() if one.ladder.id == preset), "本地办法")


def wide(days: int) -> LadderDraft:
    """A ladder whose yellow begins so many days before."""
    return LadderDraft(
        "早提醒 | Early",
        "days",
        ({"at": -days, "colour": "yellow", "word": "临期 | Near due", "tell": ["handler"], "letter": "", "opens": ""},),
    )


def top_of(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)


def words_of(case: Case) -> list[str]:
    ladder = ladder_of(CaseFile(Case.objects.get(area_id=case.area_id, pk=case.pk), local_day(clock())), "work")
    assert ladder is not None
    return [rung.word.zh for rung in ladder.steps]


def test_the_round_counts_before_the_area_and_the_area_before_the_pack(small_area: SmallArea) -> None:
    case, by = worked_on(small_area), actor(small_area.people.office)
    assert words_of(case) == ["提醒", "临期", "超期"]
    set_ladder(pack=PACK, ladder="three_colour", draft=draft("three_days"), by=by, at=clock())
    assert words_of(case) == ["临期", "超期"]
    set_ladder(pack=PACK, ladder="three_colour", draft=draft("colour_slips"), by=by, at=clock(), case=top_of(case))
    assert words_of(case) == ["蓝单", "橙单", "红单"]
    assert reset_ladder(pack=PACK, ladder="three_colour", by=by, at=clock(), case=top_of(case))
    assert words_of(case) == ["临期", "超期"]
    assert not reset_ladder(pack=PACK, ladder="three_colour", by=by, at=clock(), case=top_of(case))


def test_a_change_stands_in_the_trail_of_the_round_and_in_the_record_of_the_area(small_area: SmallArea) -> None:
    case, by = worked_on(small_area), actor(small_area.people.office)
    set_ladder(pack=PACK, ladder="three_colour", draft=draft("three_days"), by=by, at=clock(), case=top_of(case))
    assert Event.objects.filter(area_id=case.area_id, case_id=top_of(case).pk, verb="ladder_set").count() == 1
    set_ladder(pack=PACK, ladder="three_colour", draft=draft("three_days"), by=by, at=clock())
    assert OrganisationEvent.objects.get(verb="ladder_set").after["basis"] == "本地办法"


def test_only_the_office_sets_warnings_and_an_administrator_those_of_the_area(small_area: SmallArea) -> None:
    case, people = worked_on(small_area), small_area.people
    with pytest.raises(NotAllowed):
        set_ladder(
            pack=PACK,
            ladder="three_colour",
            draft=wide(5),
            by=actor(people.administrator),
            at=clock(),
            case=top_of(case),
        )
    set_ladder(pack=PACK, ladder="three_colour", draft=wide(5), by=actor(people.administrator), at=clock())
    with pytest.raises(NotAllowed):
        set_ladder(pack=PACK, ladder="three_colour", draft=wide(5), by=actor(people.director), at=clock())


def test_a_colour_without_its_word_is_refused_at_its_step(small_area: SmallArea) -> None:
    worked_on(small_area)
    bare = replace(wide(5), steps=({**wide(5).steps[0], "word": ""},))
    with pytest.raises(Refused) as refused:
        set_ladder(pack=PACK, ladder="three_colour", draft=bare, by=actor(small_area.people.office), at=clock())
    assert "steps.1.word" in refused.value.fields


def test_the_preview_counts_what_then_changes_its_light(small_area: SmallArea) -> None:
    case, by = worked_on(small_area), actor(small_area.people.office)
    preview = preview_ladder(
        area_id=case.area_id,
        pack=newest_pack(PACK),
        ladder="three_colour",
        draft=wide(120),
        day=local_day(clock()),
        case=top_of(case),
    )
    # The round's own report clock has this ladder too, and is over: it loses its red.
    assert preview.changed == preview.looked_at
    assert any(one.kind == "finding" and one.before is None and one.count == 1 for one in preview.changes)
    set_ladder(pack=PACK, ladder="three_colour", draft=wide(120), by=by, at=clock(), case=top_of(case))
    assert follow_ladder(pack=PACK, case=top_of(case), by=by, at=clock()) is None
    after = Case.objects.get(area_id=case.area_id, pk=case.pk)
    assert after.runs_until is not None
    assert after.soon_on == after.runs_until - timedelta(days=120)


def early(days: int) -> LadderDraft:
    """A ladder with a step so many working days before, and one on the first day late."""
    steps = (
        {"at": -days, "colour": "yellow", "word": "临期 | Near due", "tell": ["handler"], "letter": "", "opens": ""},
        {"at": 1, "colour": "red", "word": "超期 | Overdue", "tell": ["handler"], "letter": "", "opens": ""},
    )
    return LadderDraft("短期提醒 | Short", "workdays", steps)


@pytest.mark.parametrize(("days", "skipped"), [(2, []), (3, ["临期"]), (7, ["临期"])])
def test_the_preview_names_the_steps_that_a_period_is_too_short_for(
    small_area: SmallArea, days: int, skipped: list[str]
) -> None:
    case, by = handed_out(small_area), actor(small_area.people.office)
    top = top_of(case)  # its receipts are due in three working days
    preview = preview_ladder(
        area_id=case.area_id,
        pack=newest_pack(PACK),
        ladder="short",
        draft=early(days),
        day=local_day(clock()),
        case=top,
    )
    found = {(one.kind, one.clock): one for one in preview.skipped}
    of_case = found.get((case.kind, "receipt"))
    assert [rung.word.zh for rung in of_case.steps] == skipped if of_case else not skipped
    if of_case:
        assert (of_case.length.amount, of_case.cases) == (3, 1)
    # Whoever sets it is warned by exactly the steps that were not named.
    set_ladder(pack=PACK, ladder="short", draft=early(days), by=by, at=clock(), case=top)
    assert follow_ladder(pack=PACK, case=top, by=by, at=clock()) is None
    waits = Case.objects.get(area_id=case.area_id, pk=case.pk)
    assert waits.runs_until is not None
    assert (waits.soon_on is None) is bool(skipped)


def test_a_day_that_is_named_for_the_case_skips_no_step(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    preview = preview_ladder(
        area_id=case.area_id,
        pack=newest_pack(PACK),
        ladder="three_colour",
        draft=wide(3000),
        day=local_day(clock()),
        case=top_of(case),
    )
    assert preview.looked_at > 0
    assert preview.skipped == ()


def test_a_second_extension_and_a_long_one_are_decided_higher_and_answered_in_time(small_area: SmallArea) -> None:
    case, people = worked_on(small_area), small_area.people
    rule = {
        "times": 3, "workdays_before": 1, "answer_workdays": 10, "higher": ["desk.leading_group"], "higher_second": True,
        "higher_days": 30,
    }  # fmt: skip
    set_extension_rule(pack=PACK, values=rule, by=actor(people.office), at=clock(), case=top_of(case))
    director, office, leader = actor(people.director), actor(people.office), actor(people.group_leader)
    first = ask_extension(case=case, clock="work", asked_for=later(100), reason="招标延后", by=director, at=clock())
    assert (first.to_decide, first.asked_from) == (["desk.office"], case.due)
    assert first.answer_by is not None
    decide_extension(case=case, granted=True, answer="", by=office, at=clock())
    second = ask_extension(case=case, clock="work", asked_for=later(110), reason="再延", by=director, at=clock())
    assert second.to_decide == ["desk.leading_group"]
    with pytest.raises(NotAllowed):
        decide_extension(case=case, granted=True, answer="", by=office, at=clock())
    decide_extension(case=case, granted=False, answer="不予再延", by=leader, at=clock())
    rows = extensions_rows(case.area_id, day=local_day(clock()))
    assert [(row.outcome, row.days) for row in rows] == [("refused", 10), ("granted", 10)]
    assert extension_counts(rows)[-1].days == 10


def test_a_long_extension_goes_to_the_higher_level_at_once(small_area: SmallArea) -> None:
    case, people = worked_on(small_area), small_area.people
    rule = {"higher": ["desk.leading_group"], "higher_days": 30}
    set_extension_rule(pack=PACK, values=rule, by=actor(people.office), at=clock(), case=top_of(case))
    asked = ask_extension(
        case=case, clock="work", asked_for=later(90 + 31), reason="招标", by=actor(people.director), at=clock()
    )
    assert asked.to_decide == ["desk.leading_group"]


def test_an_extension_is_asked_for_before_the_due_date_or_not_at_all(small_area: SmallArea) -> None:
    case, people = worked_on(small_area), small_area.people
    set_extension_rule(pack=PACK, values={"workdays_before": 0}, by=actor(people.office), at=clock(), case=top_of(case))
    late = clock() + timedelta(days=91)
    with pytest.raises(Refused, match="到期前申请"):
        ask_extension(case=case, clock="work", asked_for=later(200), reason="迟了", by=actor(people.director), at=late)
    assert not ExtensionRequest.objects.filter(area_id=case.area_id).exists()


def test_a_rule_that_cannot_be_is_refused(small_area: SmallArea) -> None:
    worked_on(small_area)
    by = actor(small_area.people.office)
    for values, field in (
        ({"higher_second": True}, "higher"),
        ({"decided_by": ["clock"]}, "decided_by"),
        ({"times": -1}, "times"),
    ):
        with pytest.raises(Refused) as refused:
            set_extension_rule(pack=PACK, values=values, by=by, at=clock())
        assert field in refused.value.fields
