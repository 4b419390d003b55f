"""One random walk: acts made of numbers, and what has to hold after each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import models, transaction

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import comment_on, correct_case, open_case, set_review_chain
from bihuan.loop.cases.bulk import move_cases
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun, ExtensionRequest, Stay
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence, answer_point, set_standard, withdraw_evidence
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.models import Signature, Waiting
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.review import open_relations, signatures
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.notices.models import Notice
from bihuan.loop.trail.models import Event
from bihuan.packspec.model import Move
from tests.people import NOW, SmallArea, actor
from tests.rooms.loop import promises

PDF = b"%PDF-1.4 walk "
TABLES: tuple[type[models.Model], ...] = (
    Case, CaseParty, ClockRun, Event, Evidence, ExtensionRequest, Notice, Signature, StandardPoint, Stay, Waiting,
)  # fmt: skip
MOST_CASES = 7

Snapshot = dict[str, list[dict[str, Any]]]


@dataclass
class Walk:
    """Where a walk has come to: the area, the hour, and what was there before the last act."""

    small_area: SmallArea
    at: datetime = NOW
    everybody: list[Person] = field(init=False)
    before: Snapshot = field(init=False)
    done: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        release_packs(at=NOW)
        self.everybody = list(self.small_area.people.all().values())
        office, units = self.actor(self.small_area.people.office), self.small_area.units
        given: dict[str, Any] = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 11, 2)}
        given |= {"responsible": units.administration}
        round_ = open_case(pack="rectification", kind="round", subject="2026年巡察", given=given, by=office, at=self.at)
        lead = {"lead": units.planning}
        finding = open_case(
            pack="rectification", kind="finding", parent=round_, subject="兑现慢", given=lead,
            standard=["办法", "兑付"], by=office, at=self.at,
        )  # fmt: skip
        open_case(pack="rectification", kind="measure", parent=finding, subject="修订办法", by=office, at=self.at)
        self.before = self.snapshot()

    # What is there

    def actor(self, person: Person) -> Actor:
        return actor(person, on=local_day(self.at))

    def cases(self) -> list[Case]:
        return list(Case.objects.filter(area=self.small_area.area).order_by("id"))

    def snapshot(self) -> Snapshot:
        area = self.small_area.area
        return {
            table.__name__: list(table._default_manager.filter(area=area).order_by("pk").values()) for table in TABLES
        }

    # What somebody does

    def step(self, act: int, who: int, which: int, luck: int) -> None:
        """Let somebody try something; a refusal must have changed nothing, a deed nothing that must stay."""
        cases = self.cases()
        case = cases[which % len(cases)]
        tries = self._acts()
        refused: Refused | None = None
        try:
            with transaction.atomic():
                tries[act % len(tries)](case, who, luck)
        except Refused as refusal:
            refused = refusal
        if refused is not None:
            self.refused += 1
            assert refused.sentence.strip(), "a refusal without a sentence"
            assert self.snapshot() == self.before, f"refused, and yet changed something: {refused}"
            return
        self.done += 1
        now = self.snapshot()
        promises.check(self.before, now, self.small_area.area.pk, local_day(self.at))
        self.before = now

    def _acts(self) -> list[Callable[[Case, int, int], object]]:
        often = [self.move] * 8 + [self.sign] * 6 + [self.prove] * 4
        return [
            *often, self.bring, self.withdraw, self.ask_later, self.decide_later, self.correct, self.comment,
            self.open, self.in_bulk, self.chain, self.standard, self.wait,
        ]  # fmt: skip

    def somebody(self, who: int, fits: Callable[[Actor], bool]) -> Actor:
        """Return anybody, but mostly somebody who fits."""
        people = [self.actor(person) for person in self.everybody]
        fitting = [one for one in people if fits(one)]
        return fitting[who % len(fitting)] if fitting and who < 80 else people[who % len(people)]

    def move(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        moves = list(file.lifecycle.moves.values())
        fitting = [move for move in moves if case.state in move.from_]
        move = (fitting if fitting and luck % 10 else moves)[
            luck // 10 % len(fitting if fitting and luck % 10 else moves)
        ]
        by = self.somebody(who, lambda one: any(stands_as(one, file, relation) for relation in move.by))
        brought = [self.paper(f"{kind}{luck}.pdf", kind=kind) for kind in move.evidence if luck % 7]
        move_case(case=case, move=move.id, given=self.answers(move, luck), by=by, at=self.at, evidence=brought)

    def answers(self, move: Move, luck: int) -> dict[str, Any]:
        units, people = self.small_area.units, self.small_area.people
        day = local_day(self.at)
        known: dict[str, Any] = {
            "reason": "情况有变",
            "statement": "已完成",
            "responsible": [units.housing, units.housing.name, units.planning][luck % 3],
            "lead": [units.planning, None, units.housing][luck // 3 % 3],
            "assisting": [[units.organisation], [], [units.housing, units.planning]][luck // 9 % 3],
            "leader": people.leader,
            "handler": [people.clerk, None][luck // 2 % 2],
            "nature": ["by_date", "standing", "at_once"][luck // 5 % 3],
            "due": day + timedelta(days=luck % 90 - 2),
            "next_step": "继续推进",
        }
        dropped = move.asks[luck % len(move.asks)] if move.asks and luck % 11 == 0 else ""
        return {ask: known[ask] for ask in (*move.asks, "reason") if ask in known and ask != dropped}

    def sign(self, case: Case, who: int, luck: int) -> None:
        reviewed = [one for one in self.cases() if one.category == "review"]
        case = reviewed[luck % len(reviewed)] if reviewed else case
        file = CaseFile(case, local_day(self.at))
        signed = signatures(file)
        lacking = open_relations(file, signed)
        done = {one.person_id for one in signed} | {(case.review or {}).get("submitted_by")}
        by = self.somebody(
            who,
            lambda one: one.person_id not in done and any(stands_as(one, file, relation) for relation in lacking),
        )
        verdict = ["pass", "pass", "pass", "pass", "pass", "return", "refuse"][luck % 7]
        sign_case(
            case=case,
            verdict=verdict,  # type: ignore[arg-type]
            opinion="" if luck % 13 == 0 else "意见",
            checks=range(4) if luck % 17 else (),
            points={1: "met", 2: "returned" if luck % 19 == 0 else "met"},
            by=by,
            at=self.at,
        )

    def prove(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "responsible"))
        number = luck % 2 + 1
        brought = [self.paper(f"{number}-{luck}.pdf", point=number)] if luck % 5 else []
        answer_point(case=case, number=number, answer=f"答复{luck % 4}", brought=brought, by=by, at=self.at)

    def bring(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "responsible"))
        kinds = ["", *file.kind.evidence, "nonsense"]
        add_evidence(case=case, brought=[self.paper(f"{luck}.pdf", kind=kinds[luck % len(kinds)])], by=by, at=self.at)

    def withdraw(self, case: Case, who: int, luck: int) -> None:
        rows = list(Evidence.objects.filter(area=case.area_id, case=case))
        by = self.somebody(who, lambda one: any(row.added_by_id == one.person_id for row in rows))
        row = rows[luck % len(rows)].pk if rows else 0
        withdraw_evidence(case=case, evidence_id=row, reason="传错" if luck % 5 else "", by=by, at=self.at)

    def ask_later(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "responsible_head"))
        later = (case.due or local_day(self.at)) + timedelta(days=luck % 40 - 1)
        ask_extension(
            case=case, clock=["work", "receipt"][luck % 9 == 0], asked_for=later, reason="涉及面广", by=by, at=self.at
        )

    def decide_later(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "desk.office"))
        decide_extension(case=case, granted=luck % 3 > 0, answer="同意" if luck % 4 else "", by=by, at=self.at)

    def correct(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "desk.office"))
        units, day = self.small_area.units, local_day(self.at)
        choices: list[dict[str, Any]] = [
            {"subject": f"改{luck}"}, {"subject": " "}, {"due": day + timedelta(days=luck % 30)}, {"state": "struck_off"},
            {"responsible": units.planning}, {"responsible": None}, {"lead": None}, {"lead": units.discipline},
            {"assisting": []}, {"assisting": [units.archive]}, {"handler": None}, {"amount": f"{luck}.50"},
            {"amount": "很多"}, {"receipt_days": luck % 9}, {"receipt_days": -luck}, {"nature": "standing"},
        ]  # fmt: skip
        correct_case(
            case=case, given=choices[luck % len(choices)], reason="笔误" if luck % 6 else "", by=by, at=self.at
        )

    def comment(self, case: Case, who: int, luck: int) -> None:
        comment_on(case=case, text="请抓紧" if luck % 4 else " ", by=self.somebody(who, lambda _: True), at=self.at)

    def open(self, case: Case, who: int, luck: int) -> None:
        if len(self.before["Case"]) >= MOST_CASES:
            return
        file = CaseFile(case, local_day(self.at))
        kind = ["finding", "instance", "measure", "measure"][luck % 4]
        by = self.somebody(who, lambda one: stands_as(one, file, "desk.office"))
        given = {"responsible": self.small_area.units.housing} if luck % 3 else {}
        open_case(
            pack="rectification", kind=kind, parent=case, subject=f"新{luck}", given=given,
            standard=["点"] if luck % 2 else [], by=by, at=self.at,
        )  # fmt: skip

    def in_bulk(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        move = ["hand_out", "accept", "reopen"][luck % 3]
        relation = "responsible" if move == "accept" else "desk.office"
        by = self.somebody(who, lambda one: stands_as(one, file, relation))
        given = {"responsible": self.small_area.units.housing, "nature": "by_date", "reason": "反弹"}
        due = {"due": local_day(self.at) + timedelta(days=30)}
        move_cases(cases=self.cases(), move=move, given=given | due, by=by, at=self.at)

    def chain(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "desk.office"))
        chains: list[list[dict[str, Any]]] = [
            [], [{"signed_by": ["lead_head"]}, {"signed_by": ["desk.office"], "limit": {"unit": "workdays", "amount": 3}}],
            [{"signed_by": ["desk.office"], "checks": ["现场核查"]}], [{"signed_by": ["desk.nobody"]}], [{"signed_by": []}],
            [{"signed_by": ["desk.office", "desk.discipline", "lead_head"]}], [{"signed_by": ["desk.office"]}] * 6,
        ]  # fmt: skip
        kind = ["finding", "measure"][luck // 7 % 2]
        set_review_chain(case=case, kind=kind, state="checking", steps=chains[luck % 7], by=by, at=self.at)

    def standard(self, case: Case, who: int, luck: int) -> None:
        file = CaseFile(case, local_day(self.at))
        by = self.somebody(who, lambda one: stands_as(one, file, "desk.office"))
        set_standard(case=case, points=["办法", "兑付", "回访"][: luck % 4], by=by, at=self.at)

    def wait(self, _case: Case, _who: int, luck: int) -> None:
        self.at += timedelta(days=luck % 12, minutes=luck % 50)

    def paper(self, name: str, **about: Any) -> NewEvidence:
        return NewEvidence(name=name, stream=BytesIO(PDF + name.encode()), **about)

    # At the end

    def finish(self) -> None:
        """Whatever happened, every review can still be passed by those who have to sign it, as long as there are enough people."""
        for case in [one for one in self.cases() if one.category == "review"]:
            while self._signs_next(Case.objects.get(area=case.area_id, pk=case.pk)):
                pass
            now = self.snapshot()
            promises.check(self.before, now, self.small_area.area.pk, local_day(self.at), several=True)
            self.before = now

    def _signs_next(self, case: Case) -> bool:
        if case.category != "review":
            return False
        file = CaseFile(case, local_day(self.at))
        signed = signatures(file)
        done = {one.person_id for one in signed} | {(case.review or {})["submitted_by"]}
        relation = open_relations(file, signed)[0]
        people = [self.actor(person) for person in self.everybody]
        able = [one for one in people if one.person_id not in done and stands_as(one, file, relation)]
        points = StandardPoint.objects.filter(area=case.area_id, case=case).values_list("number", flat=True)
        if not able:
            return False
        met = dict.fromkeys(points, "met")
        sign_case(case=case, verdict="pass", checks=range(9), points=met, by=able[0], at=self.at)
        return True
