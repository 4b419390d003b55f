"""One case of a generated area: its row, its parties, stays, clock, evidence and signatures, and the chain that says the same."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from benchmarks.loading import Table
from benchmarks.people import Organisation
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.models import Signature, Waiting
from bihuan.loop.lifecycle.review import CHAIN_FIELD
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.projection import evidence_reference, reference, references
from bihuan.loop.trail.record import compose
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.model import Pack

MODELS: tuple[type[Model], ...] = (
    Case, CaseParty, Stay, ClockRun, StandardPoint, Evidence, Signature, Waiting, Notice, Event,
)  # fmt: skip
CATEGORY = {
    "planning": "open", "rectifying": "open", "ended": "closed", "draft": "draft", "handed_out": "open",
    "working": "open", "checking": "review", "done": "closed", "struck_off": "closed",
}  # fmt: skip
WAY = ("draft", "working", "checking", "done")
MOVES = {"draft": "open", "handed_out": "hand_out", "working": "accept", "checking": "submit", "done": "pass"}
REVIEW_DAYS, SOON, REVIEW_SOON = 7, 10, 2
POINTS = ("制度已修订并印发", "经复查合格率达到要求")
Changes = dict[str, list[Any]]


class Story:
    """Tells cases: every method stores one case with all that belongs to it and returns it."""

    def __init__(
        self,
        pack: Pack,
        people: Organisation,
        tables: Mapping[type[Model], Table],
        choose: random.Random,
        now: datetime,
    ) -> None:
        self.pack, self.people, self.tables, self.choose, self.now = pack, people, tables, choose, now
        self.area_id = people.area.pk
        check = pack.kinds["measure"].review["checking"].steps[0].checks[0]
        step = {"signed_by": ["desk.office"], "checks": [check.zh], "limit": {"unit": "workdays", "amount": 5}}
        self.steps = [step]

    def round(self, number: str, feedback: date, unit: Unit, *, over: bool) -> Case:
        """Store a round; `over`: it has ended."""
        leader = self.choose.choice(self.people.leaders)
        fields = {
            "source": "inspection", "inspector": f"第{self.choose.randint(1, 9)}巡察组", "feedback_on": feedback.isoformat(),
            "plan_days": 15, "report_months": 2, "receipt_days": 3,
            CHAIN_FIELD.format(kind="finding", state="checking"): self.steps,
        }  # fmt: skip
        case = self._case("round", number, None, 0, f"{unit.name}党委{number}轮巡察整改", feedback)
        case.responsible, case.leader, case.fields = unit, leader, fields
        case.text_1, case.date_1, case.state = "inspection", feedback, "ended" if over else "rectifying"
        changes: Changes = {f"fields.{name}": [None, value] for name, value in fields.items()}
        changes |= {"responsible": [None, reference(unit)], "leader": [None, reference(leader)]}
        closed = feedback + timedelta(days=300)
        if over:
            case.closed_on = case.finished_on = closed
        else:
            case.runs_clock, case.runs_until, case.urgency = "report", *[feedback + timedelta(days=61)] * 2
            case.soon_on = case.urgency - timedelta(days=SOON)
        self._begin(case, "planning")
        self._opened(case, "planning", changes)
        moved: Changes = {"state": ["planning", case.state]}
        if over:
            moved |= {name: [None, closed.isoformat()] for name in ("closed_on", "finished_on")}
            moved["category"] = ["open", "closed"]
        at = _moment(closed if over else feedback + timedelta(days=16), 9)
        self._say(
            case, Verb.MOVED, self.people.office, at, {"move": "finish" if over else "adopt_plan", "changes": moved}
        )
        self._party(case, "responsible", unit.pk)
        self._party(case, "leader", person=leader.pk)
        self._stays(case, ["planning", case.state], [case.opened_at, at], [self.people.office] * 2)
        return self._end(case)

    def finding(self, top: Case, order: int, subject: str, aspect: str, state: str, unit: Unit, lead: Unit) -> Case:
        """Store a finding with its standard; `state` as of a measure."""
        case = self._case("finding", f"{top.number}-{order:02}", top, order, subject, _day_of(top))
        amount = f"{self.choose.randrange(10_000, 90_000_000)}.00" if self.choose.randrange(3) == 0 else None
        case.fields = {"aspect": aspect, "sort": "funds", **({"amount": amount} if amount else {})}
        case.text_1, case.text_2, case.number_1 = aspect, "funds", amount
        self._begin(case, "draft")
        points = [
            StandardPoint(
                area_id=self.area_id, case=case, number=n, text=text, verdict="met" if state == "done" else ""
            )
            for n, text in enumerate(POINTS, 1)
        ]
        changes: Changes = {f"fields.{name}": [None, value] for name, value in case.fields.items()}
        changes |= {f"point.{point.number}.text": [None, point.text] for point in points}
        for point in points:
            self.tables[StandardPoint].add(point)
        self._opened(case, "draft", changes)
        kinds = [("pledge", None), ("second_signature", None), ("", points[0]), ("", points[1])]
        self._worked(case, state, unit, lead if lead.pk != unit.pk else None, kinds, points)
        return self._end(case)

    def measure(self, finding: Case, order: int, subject: str, state: str, unit: Unit) -> Case:
        """Store a measure below a finding."""
        case = self._case("measure", f"{finding.number}-{order:02}", finding, order, subject, _day_of(finding))
        self._begin(case, "draft")
        self._opened(case, "draft", {})
        self._worked(case, state, unit, None, [("proof", None)], [])
        return self._end(case)

    def _case(self, kind: str, number: str, parent: Case | None, order: int, subject: str, day: date) -> Case:
        at = _moment(day, 8)
        return Case(
            area_id=self.area_id, pack=self.pack.id, pack_version=self.pack.version, kind=kind, number=number, order=order,
            parent=parent, ancestors=parent.path() if parent is not None else [], subject=subject,
            opener_id=self.people.office.person_id, opened_at=at, last_at=at,
        )  # fmt: skip

    def _begin(self, case: Case, state: str) -> None:
        table = self.tables[Case]
        table.last += 1
        case.pk = table.last
        case.root_id = case.ancestors[0] if case.ancestors else case.pk
        case.state = case.state or state

    def _opened(self, case: Case, state: str, changes: Changes) -> None:
        said = {name: [None, value] for name, value in (("subject", case.subject), ("state", state), ("turn", 1))}
        said |= {"category": [None, CATEGORY[state]], **changes}
        parent = case.parent.number if case.parent is not None else None
        body = {"kind": case.kind, "parent": parent, "changes": said}
        self._say(case, Verb.OPENED, self.people.office, case.opened_at, body)

    def _say(self, case: Case, verb: Verb, by: Actor, at: datetime, body: Mapping[str, Any]) -> None:
        event = compose(case=case, verb=verb, by=by, at=at, body=body)
        self.tables[Event].add(event)
        case.seq, case.head, case.last_verb, case.last_at = event.seq, event.digest, verb.value, at

    def _worked(
        self,
        case: Case,
        state: str,
        unit: Unit,
        lead: Unit | None,
        kinds: list[tuple[str, StandardPoint | None]],
        points: list[StandardPoint],
    ) -> None:
        """Hand the case out and bring it to where it stands."""
        case.state = "struck_off" if state == "done" and case.kind == "finding" else state
        handed = case.opened_at + timedelta(days=self.choose.randint(3, 20), hours=1)
        if state == "draft":
            self._stays(case, ["draft"], [case.opened_at], [self.people.office])
            self._waits(case, "desk.office", "hand_out", self.people.office.posts[0].unit_id, case.opened_at)
            return
        member, head = self.people.members[unit.pk], self.people.heads[unit.pk]
        by = head if state in {"checking", "done"} else member
        changes = self._handed_out(case, unit, lead, handed)
        sent = handed + timedelta(days=self.choose.randint(20, 200))
        body: dict[str, Any] = {"move": MOVES["checking" if state == "done" else state], "changes": changes}
        if state in {"checking", "done"}:
            case.statement, case.finished_on = "已按要求完成，材料附后", local_date(sent)
            changes |= {"statement": [None, case.statement], "finished_on": [None, case.finished_on.isoformat()]}
            body["evidence"] = [self._evidence(case, kind, point, by, sent) for kind, point in kinds]
            case.review = {"steps": self.steps, "step": 0, "pass": 1, "submitted_by": by.person_id}
        stood = "checking" if state == "done" else case.state
        changes |= {"state": ["draft", stood], "category": ["draft", CATEGORY[stood]]}
        at = sent if state in {"checking", "done"} else handed
        self._say(case, Verb.MOVED, by, at, body)
        if state == "done":
            self._signed_off(case, sent + timedelta(days=self.choose.randint(1, 6)), points)
        way = ["draft", "handed_out"] if state == "handed_out" else list(WAY[: WAY.index(state) + 1])
        moments = [case.opened_at, handed, sent, case.last_at][: len(way)]
        self._stays(case, [*way[:-1], case.state], moments, [self.people.office, member, by, self.people.reviewer], way)
        self._stands(case, state, unit, sent)

    def _handed_out(self, case: Case, unit: Unit, lead: Unit | None, at: datetime) -> Changes:
        case.responsible, case.lead = unit, lead
        case.nature = self.choose.choices(("at_once", "by_date", "standing"), (3, 6, 1))[0]
        case.due = case.original_due = local_date(at) + timedelta(days=self.choose.randint(30, 300))
        self._party(case, "responsible", unit.pk)
        changes: Changes = {"responsible": [None, reference(unit)], "nature": [None, case.nature]}
        changes |= {name: [None, case.due.isoformat()] for name in ("due", "original_due")}
        if lead is not None:
            self._party(case, "lead", lead.pk)
            changes["lead"] = [None, reference(lead)]
        if case.kind == "finding" and self.choose.randrange(3) == 0:
            assisting = self.choose.choice(self.people.units)
            self._party(case, "assisting", assisting.pk)
            changes["party.assisting"] = [None, references([assisting])]
        return changes

    def _evidence(self, case: Case, kind: str, point: StandardPoint | None, by: Actor, at: datetime) -> dict[str, Any]:
        row = Evidence(
            area_id=self.area_id, case=case, turn=1, kind=kind, point=point, name="办理情况说明",
            statement="经办理，相关问题已整改到位。", added_by_id=by.person_id, added_at=at,
        )  # fmt: skip
        self.tables[Evidence].add(row)
        case.evidence_count += 1
        return evidence_reference(row)

    def _signed_off(self, case: Case, at: datetime, points: list[StandardPoint]) -> None:
        by = self.people.reviewer
        case.closed_on = local_date(at)
        changes: Changes = {"state": ["checking", case.state], "category": ["review", "closed"]}
        changes |= {"closed_on": [None, case.closed_on.isoformat()]}
        changes |= {f"point.{point.number}.verdict": ["", "met"] for point in points}
        body = {
            "state": "checking", "pass": 1, "step": 1, "relation": "desk.office", "verdict": "pass", "opinion": "",
            "changes": changes,
        }  # fmt: skip
        self.tables[Signature].put(
            area_id=self.area_id, case_id=case.pk, turn=1, pass_no=1, state="checking", step=0, relation="desk.office",
            verdict="pass", person_id=by.person_id, at=at,
        )  # fmt: skip
        self._say(case, Verb.SIGNED, by, at, body)

    def _stands(self, case: Case, state: str, unit: Unit, sent: datetime) -> None:
        """Write the light and whom the case waits for."""
        if case.due is None:
            return
        until, soon, clock = case.due, SOON, "work"
        if state == "checking":
            until, soon, clock = local_date(sent) + timedelta(days=REVIEW_DAYS), REVIEW_SOON, "review.checking.1"
        live = state != "done"
        self._clock(case, "work", case.due, running=state in {"handed_out", "working"})
        if not live:
            return
        case.runs_clock, case.runs_until, case.urgency = clock, until, until
        case.soon_on = until - timedelta(days=soon)
        if state == "checking":
            self._clock(case, clock, until, running=True)
            self._waits(case, "desk.office", "pass", self.people.office.posts[0].unit_id, sent)
        else:
            heads = state == "working" and case.kind == "finding"
            relation = "responsible_head" if heads else "responsible"
            move = "accept" if state == "handed_out" else "submit"
            self._waits(case, relation, move, unit.pk, case.last_at, heads_only=heads)

    def _clock(self, case: Case, clock: str, due: date, *, running: bool) -> None:
        day = local_date(case.opened_at)
        self.tables[ClockRun].put(
            area_id=self.area_id, case_id=case.pk, turn=1, clock=clock, started_on=day, due_on=due, original_due_on=due,
            running=running, stopped_on=None if running else case.finished_on,
        )  # fmt: skip

    def _waits(
        self, case: Case, relation: str, move: str, unit: int, at: datetime, *, heads_only: bool = False
    ) -> None:
        row = {"area_id": self.area_id, "unit_id": unit, "heads_only": heads_only}
        self.tables[Waiting].put(
            case_id=case.pk, relation=relation, move=move, since=at, until=case.runs_until, urgency=case.urgency,
            to_hand_out=move == "hand_out",
            submitted_by=case.review["submitted_by"] if move == "pass" and case.review else None, **row,
        )  # fmt: skip
        self.tables[Notice].put(case_id=case.pk, seq=case.seq, at=at, expanded_at=at, **row)

    def _party(self, case: Case, party: str, unit: int | None = None, person: int | None = None) -> None:
        self.tables[CaseParty].put(area_id=self.area_id, case_id=case.pk, party=party, unit_id=unit, person_id=person)

    def _stays(
        self, case: Case, states: list[str], moments: list[datetime], by: list[Actor], way: list[str] | None = None
    ) -> None:
        ends = [*moments[1:], None]
        for state, move, begin, end, who in zip(states, way or states, moments, ends, by, strict=False):
            self.tables[Stay].put(
                area_id=self.area_id, case_id=case.pk, turn=1, state=state, move=MOVES.get(move, ""),
                entered_by_id=who.person_id, entered_at=begin, left_at=end,
            )  # fmt: skip

    def _end(self, case: Case) -> Case:
        case.category = CATEGORY[case.state]
        self.tables[Case].add(case)
        return case


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour - 8, 30), UTC)


def _day_of(case: Case) -> date:
    return local_date(case.opened_at)


def local_date(at: datetime) -> date:
    """Return the day in Beijing; the hours of the stories never cross midnight, so that no zone is computed a million times."""
    return at.date()
