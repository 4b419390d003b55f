"""
Telling worked cases: every line is taken through the real actions, and what it expects is looked at afterwards.

It writes an area of its own into the database it runs on; `rehearsing` gives it one that is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from secrets import token_urlsafe
from types import SimpleNamespace
from typing import Any, Final

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
from bihuan.accounts.errors import WrongInput
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
from bihuan.packspec.bilingual import Text
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
from bihuan.packspec.cases import Actor as InStory
from bihuan.packspec.model import Pack

PASSWORD: Final = token_urlsafe()  # of people who are gone after the story
LIGHTS: Final = {"ok": "green", "soon": "yellow", "late": "red"}
OTHER: Final = Text("{what} 应为 {expected}，实为 {found}", "{what} should be {expected} and is {found}")
REFUSED: Final = Text("被拒绝：{said}", "was refused: {said}")
NOT_REFUSED: Final = Text("应被拒绝而未被拒绝", "should be refused and was not")
BROKEN: Final = Text("无法演练：{why}", "cannot be told: {why}")
NOT_FOUND: Final = Text("下面没有自动开启的 {kind}", "no {kind} opened by itself below")

# The acts of a story; the same story may be told through another door that has the same acts.
ACTIONS: Final = SimpleNamespace(
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


class Untrue(Exception):
    """A line of a story is not true. line: its number in the story, from 1; 0 where its people and units could not be set up."""

    def __init__(self, story: Text, line: int, what: Text) -> None:
        super().__init__(f"{story.zh}, line {line}: {what.en}")
        self.story, self.line, self.what = story, line, what


def _unit_name(told: InStory) -> str:
    return told.unit or f"{next(iter(told.desks), told.id)}所在单位"


class _NotFound(Exception):
    """No case of a kind opened by itself where a line looks for one."""


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
    Tell one story from its first line to its last. Raises Untrue for the first line that is not.

    door: gives what the acts are taken through; the actions themselves by default.
    """
    with translation.override("zh-hans"):
        try:
            stage = set_stage(pack, cases, story)
        except (Refused, WrongInput) as refused:
            raise Untrue(story.title, 0, REFUSED.format(said=refused)) from refused
        if door is not None:
            stage.door = door(stage)
        tell_lines(stage, story)


def set_stage(pack: Pack, cases: WorkedCases, story: Story) -> Stage:
    """Build the area of a story: its people, their units, and the desks they hold."""
    at = _at(story.lines[0].on)
    first = FirstAdministrator(username="xu.yifan", name="徐一帆", unit_name="党政办公室", password=PASSWORD)
    made = set_up_area(name="云湖新区", code="yunhu", administrator=first, at=at)
    by = actor_of(made.administrator, on=story.lines[0].on)
    told_people = {id_: person for id_, person in cases.people.items() if not person.public}
    inside = [person for person in told_people.values() if not person.enterprise]
    names = {_unit_name(person) for person in inside}
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
        unit = units[_unit_name(told)]
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


def tell_lines(stage: Stage, story: Story) -> None:
    """Tell the lines of a story on a stage that is set. Raises Untrue for the first that is not true."""
    for number, line in enumerate(story.lines, start=1):
        try:
            wrong = _told(stage, line)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            # Worked cases are written by hand: a figure or a clock that the pack does not have, a word where a number stands.
            why = BROKEN.format(why=f"{type(error).__name__}: {error}")
            raise Untrue(story.title, number, why) from error
        if wrong is not None:
            raise Untrue(story.title, number, wrong)


def _told(stage: Stage, line: Line) -> Text | None:
    """Take one line through the real action and return what is not as it expects."""
    expected = line.expected
    try:
        _act(stage, line)
    except Refused as refused:
        if expected.refused is True or (expected.refused and str(refused).startswith(expected.refused)):
            return None
        said = " ".join(str(part) for part in (refused, refused.fields, refused.missing) if part)
        return REFUSED.format(said=said)
    except _NotFound as missing:
        return NOT_FOUND.format(kind=missing)
    if expected.refused:
        return NOT_REFUSED
    for what, value, found in _looks(stage, line):
        if value != found:
            return OTHER.format(what=what, expected=value, found=found)
    return None


def _looks(stage: Stage, line: Line) -> Iterator[tuple[str, object, object]]:
    """Yield what a line expects: its name in the file, what it should be, what it is."""
    case, expected = stage.fresh(line.of), line.expected
    looks: dict[str, tuple[object, Callable[[], object]]] = {
        "state": (expected.state, lambda: case.state),
        "score": (expected.score, lambda: score_of(case)),
        "grade": (expected.grade, lambda: case.fields.get("grade")),
        "rank": (expected.rank, lambda: rank_of(case)),
        "turn": (expected.turn, lambda: case.turn),
        "light": (expected.light, lambda: LIGHTS.get(light_kind(case, line.on), "")),
    }
    yield from ((what, value, found()) for what, (value, found) in looks.items() if value is not None)
    for clock, due in (expected.due or {}).items():
        runs = ClockRun.objects.filter(area_id=stage.area_id, case_id=case.pk, turn=case.turn, clock=clock)
        yield f"due.{clock}", str(due), ", ".join(str(run.due_on) for run in runs)
    for clock, steps in (expected.warnings or {}).items():
        standing = [row.at for row in reversed(warnings_of(case)) if row.clock == clock and row.stands]
        yield f"warnings.{clock}", list(steps), standing
    for figure, number in (expected.figures or {}).items():
        yield f"figures.{figure}", Decimal(number), figure_value(stage.pack, figure, area_id=stage.area_id, day=line.on)


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
    found = next((case for case in below.order_by("id") if case.pk not in known), None)
    if found is None:
        raise _NotFound(act.kind)
    return found


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
