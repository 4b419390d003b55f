"""Tells worked cases: every line is taken through the real actions, and what it expects is looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import translation

from bihuan.accounts.actions import (
    FirstAdministrator,
    add_contact,
    add_enterprise,
    add_person,
    add_unit,
    give_post,
    set_up_area,
)
from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor, actor_of, the_public
from bihuan.documents.text.credit_code import check_sign_of
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence, answer_point, set_standard
from bihuan.loop.evidence.models import StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.queries import sheet_of
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.sampling.actions import draw_sample
from bihuan.loop.sampling.checking import check_points
from bihuan.loop.sampling.filling import judge_points, record_call_back
from bihuan.loop.sampling.frame import Narrow
from bihuan.loop.scorecards.actions import Said, adjust_scores, score_items, score_itself
from bihuan.loop.scorecards.ranking import rank_of, score_of
from bihuan.loop.warnings.queries import warnings_of
from bihuan.loop.warnings.sweeping import warn_tonight
from bihuan.packspec.cases import (
    VERDICTS,
    Adjusts,
    Attends,
    Calls,
    Draws,
    Finds,
    Given,
    Judges,
    Line,
    Opens,
    Proves,
    Scores,
    SetsStandard,
    Story,
    Takes,
    Ticks,
    WorkedCases,
)
from bihuan.packspec.model import Pack

PASSWORD = "yunhu-2026-loop"
LIGHTS = {"green": "ok", "yellow": "soon", "red": "late"}


# The acts of a story; a test may tell the same story through another door that has the same acts.
ACTIONS = SimpleNamespace(
    open_case=open_case,
    move_case=move_case,
    set_standard=set_standard,
    answer_point=answer_point,
    sign_case=sign_case,
    fill_attendance=fill_attendance,
    draw_sample=draw_sample,
    judge_points=judge_points,
    record_call_back=record_call_back,
    score_items=score_items,
    score_itself=score_itself,
    adjust_scores=adjust_scores,
)


@dataclass(slots=True)
class Stage:
    """The area, the people and the cases of one story; door: what the acts are taken through."""

    pack: Pack
    area_id: int
    people: dict[str, Person]
    units: dict[str, Unit]
    cases: dict[str, Case] = field(default_factory=dict)
    door: Any = field(default_factory=lambda: ACTIONS)

    def fresh(self, name: str) -> Case:
        return Case.objects.get(area_id=self.area_id, pk=self.cases[name].pk)


def tell(pack: Pack, cases: WorkedCases, story: Story, door: Callable[[Stage], Any] | None = None) -> None:
    """
    Tell one story from its first line to its last; an AssertionError names the line that is not true.

    door: gives what the acts are taken through; the actions themselves by default.
    """
    with translation.override("zh-hans"):
        stage = set_stage(pack, cases, story)
        if door is not None:
            stage.door = door(stage)
        for number, line in enumerate(story.lines, start=1):
            tell_line(stage, line, f"{story.title.zh}, line {number}")


def set_stage(pack: Pack, cases: WorkedCases, story: Story) -> Stage:
    """Build the area of a story: its people, their units, and the desks they hold."""
    at = _at(story.lines[0].on)
    first = FirstAdministrator(username="xu.yifan", name="徐一帆", unit_name="党政办公室", password=PASSWORD)
    made = set_up_area(name="云湖新区", code="yunhu", administrator=first, at=at)
    by = actor_of(made.administrator, on=story.lines[0].on)
    told_people = {id_: person for id_, person in cases.people.items() if not person.public}
    inside = [person for person in told_people.values() if not person.enterprise]
    names = {person.unit or f"{person.desks[0]}所在单位" for person in inside}
    units = {name: add_unit(by=by, at=at, name=name) for name in sorted(names)}
    firms = sorted({person.enterprise for person in told_people.values() if person.enterprise})
    for place, name in enumerate(firms):
        first_signs = f"91320500MA{place:07d}"
        units[name] = add_enterprise(by=by, at=at, name=name, credit_code=first_signs + check_sign_of(first_signs))
    people = {}
    for id_, told in told_people.items():
        if told.enterprise:
            unit, on = units[told.enterprise], date(2020, 1, 1)
            people[id_] = add_contact(
                unit=unit, by=by, at=at, from_on=on, name=f"{id_}同志", username=f"{id_}.story", password=PASSWORD
            )
            continue
        people[id_] = add_person(by=by, at=at, name=f"{id_}同志", username=f"{id_}.story", password=PASSWORD).person
        unit = units[told.unit or f"{told.desks[0]}所在单位"]
        give_post(
            person=people[id_],
            unit=unit,
            role="head" if told.head else "member",
            by=by,
            at=at,
            from_on=date(2020, 1, 1),
        )
        for desk in told.desks:
            set_desk_holder(pack=pack.id, desk=desk, unit=unit, heads_only=False, by=by, at=at)
    return Stage(pack, made.area.pk, people, units)


def tell_line(stage: Stage, line: Line, where: str) -> None:
    """Take one line through the real action and look at what it expects."""
    refusal: Refused | None = None
    try:
        _act(stage, line)
    except Refused as refused:
        refusal = refused
    expected = line.expected
    if refusal is not None:
        said = f"{refusal} {refusal.fields} {refusal.missing}"
        assert expected.refused, f"{where}: refused: {said}"
        if isinstance(expected.refused, str):
            assert str(refusal).startswith(expected.refused), f"{where}: refused otherwise: {said}"
        return
    assert not expected.refused, f"{where}: was not refused"
    _look(stage, line, where)


def _look(stage: Stage, line: Line, where: str) -> None:
    case, expected = stage.fresh(line.of), line.expected
    assert expected.state in {None, case.state}, f"{where}: stands in {case.state}"
    assert expected.score is None or score_of(case) == expected.score, f"{where}: scores {score_of(case)}"
    assert expected.grade in {None, case.fields.get("grade")}, f"{where}: grade {case.fields.get('grade')}"
    assert expected.rank is None or rank_of(case) == expected.rank, f"{where}: is number {rank_of(case)}"
    assert expected.turn in {None, case.turn}, f"{where}: is in turn {case.turn}"
    for clock, due in (expected.due or {}).items():
        runs = ClockRun.objects.filter(area_id=stage.area_id, case_id=case.pk, turn=case.turn, clock=clock)
        assert [run.due_on for run in runs] == [due], f"{where}: {clock} is due {[run.due_on for run in runs]}"
    if expected.light is not None:
        assert light_kind(case, line.on) == LIGHTS[expected.light], f"{where}: light is {light_kind(case, line.on)}"
    for clock, steps in (expected.warnings or {}).items():
        standing = [row.at for row in reversed(warnings_of(case)) if row.clock == clock and row.stands]
        assert standing == list(steps), f"{where}: {clock} warns of {standing}"
    for figure, value in (expected.figures or {}).items():
        found = figure_value(stage.pack, figure, area_id=stage.area_id, day=line.on)
        assert found == Decimal(value), f"{where}: {figure} is {found}"


def _act(stage: Stage, line: Line) -> None:
    at = _at(line.on)
    if isinstance(line.act, Finds):
        stage.cases[line.of] = _found(stage, line.act)
        return
    if isinstance(line.act, Ticks):
        warn_tonight(Tonight(stage.area_id, line.on, at, lambda: None))
        return
    if line.by is None:
        return  # only looking
    by = actor_of(stage.people[line.by], on=line.on) if line.by in stage.people else the_public(stage.area_id)
    match line.act:
        case Opens(kind, under, gives):
            parent = stage.fresh(under) if under else None
            given = {name: _value(stage, value) for name, value in gives.items()}
            subject = str(given.pop("subject", line.of))
            stage.cases[line.of] = stage.door.open_case(
                pack=stage.pack.id, kind=kind, subject=subject, parent=parent, given=given, by=by, at=at
            )
        case Takes(move, gives, evidence):
            given = {name: _value(stage, value) for name, value in gives.items()}
            if move in VERDICTS:
                _sign(stage, line, move, str(given.get("reason", "")), by)
                return
            brought = tuple(NewEvidence(f"{kind}.txt", statement="已附", kind=kind) for kind in evidence)
            stage.door.move_case(case=stage.fresh(line.of), move=move, given=given, evidence=brought, by=by, at=at)
        case SetsStandard(points):
            stage.door.set_standard(case=stage.fresh(line.of), points=points, by=by, at=at)
        case Attends(there):
            _sign_in(stage, line, there, by)
        case Proves(points):
            for point in _points(stage, line, points):
                brought = (NewEvidence(f"{point.number}.txt", statement="见附件", point=point.number),)
                stage.door.answer_point(
                    case=stage.fresh(line.of), number=point.number, answer="已完成", brought=brought, by=by, at=at
                )
        case _:
            _check(stage, line, by)


def _score(stage: Stage, line: Line, by: Actor) -> None:
    """Score a sheet: the unit itself with material for what is scored by hand, the office with a reason, or after an appeal."""
    case, at = stage.fresh(line.of), _at(line.on)
    if isinstance(line.act, Adjusts):
        changed = [(item, str(points), "申诉属实") for item, points in line.act.items.items()]
        stage.door.adjust_scores(case=case, scores=changed, appeal=stage.fresh(line.act.appeal), by=by, at=at)
    elif isinstance(line.act, Scores):
        reviewed = case.category == "review"
        brought = () if reviewed else (NewEvidence("score.txt", statement="见附件"),)
        said = {
            item: Said("" if points == "left_out" else str(points), "经核查", points != "left_out", brought)
            for item, points in line.act.items.items()
        }
        (stage.door.score_items if reviewed else stage.door.score_itself)(case=case, scores=said, by=by, at=at)


def _check(stage: Stage, line: Line, by: Actor) -> None:
    """Do what is done in a check: draw the sample, judge its points, call people back."""
    at = _at(line.on)
    match line.act:
        case Scores() | Adjusts():
            _score(stage, line, by)
        case Draws(size):
            stage.door.draw_sample(
                case=stage.fresh(line.of), seed=7, size=size, strata=(), narrow=Narrow(), by=by, at=at
            )
        case Judges(judged):
            rows = {point.text: point.number for point in check_points(stage.fresh(line.of))}
            points_of_check = {rows[text]: (verdict, "与台账不符") for text, verdict in judged.items()}
            stage.door.judge_points(case=stage.fresh(line.of), points=points_of_check, by=by, at=at)
        case Calls(agrees):
            for one in agrees:
                given_call = {"whom": "受益群众", "way": "phone", "on": line.on, "answer": "已答复", "agrees": one}
                stage.door.record_call_back(case=stage.fresh(line.of), given=given_call, by=by, at=at)


def _sign_in(stage: Stage, line: Line, there: tuple[str, ...], by: Actor) -> None:
    """Keep the sheet: who is invited and there is present, everybody else absent; the first who is there chaired."""
    meeting = stage.fresh(line.of)
    ids = {stage.people[name].pk: name for name in there}
    present = {f"p{pk}" for pk in ids}
    sheet = sheet_of(meeting)
    marks = {row.key: Mark("present" if row.key in present else "absent") for row in sheet}
    guests = [f"{name}同志" for pk, name in ids.items() if f"p{pk}" not in marks]
    first = f"p{stage.people[there[0]].pk}"
    chaired = first if first in marks else "g1"
    stage.door.fill_attendance(meeting=meeting, marks=marks, guests=guests, chaired=chaired, by=by, at=_at(line.on))


def _sign(stage: Stage, line: Line, verdict: str, reason: str, by: Actor) -> None:
    case = stage.fresh(line.of)
    review = case.review or {}
    checks = review["steps"][review["step"]].get("checks", ()) if review.get("steps") else ()
    points = {point.number: "met" for point in _points(stage, line, None)} if verdict == "pass" else {}
    stage.door.sign_case(
        case=case,
        verdict=verdict,
        opinion=reason,
        checks=tuple(range(len(checks))),
        points=points,
        by=by,
        at=_at(line.on),
    )


def _found(stage: Stage, act: Finds) -> Case:
    """Return the first case that opened by itself under another and has no name in the story yet."""
    known = {case.pk for case in stage.cases.values()}
    below = Case.objects.filter(area_id=stage.area_id, kind=act.kind, parent_id=stage.cases[act.under].pk)
    return next(case for case in below.order_by("id") if case.pk not in known)


def _points(stage: Stage, line: Line, texts: tuple[str, ...] | None) -> list[StandardPoint]:
    rows = StandardPoint.objects.filter(area_id=stage.area_id, case_id=stage.cases[line.of].pk).order_by("number")
    return [row for row in rows if texts is None or row.text in texts]


def _value(stage: Stage, value: Given) -> object:
    """Return an answer as a form gives it: a unit or person of the story by its id, a date as it is written."""
    if isinstance(value, str) and value in stage.units:
        unit = stage.units[value]
        return unit.credit_code if unit.outside else str(unit.pk)
    if isinstance(value, str) and value in stage.people:
        return str(stage.people[value].pk)
    if isinstance(value, tuple):
        return [_value(stage, one) for one in value]
    if isinstance(value, str) and value in stage.cases:
        return stage.cases[value].number
    if isinstance(value, date):
        return value.isoformat()
    return value


def _at(day: date) -> datetime:
    return datetime.combine(day, time(2), tzinfo=UTC)  # ten in the morning in Shanghai
