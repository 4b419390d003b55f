"""A case with a chain that has some of everything, written by `record` beside the rows it tells of."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from bihuan.accounts.models import Area, Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.evidence import store
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.trail.append_only import allow_changes
from bihuan.loop.trail.projection import changes_of, evidence_reference, references
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

BEGIN = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
BYTES = "会议纪要:排水管网已疏通。".encode()


@dataclass
class Chains:
    """One area, who acts in it, and its cases."""

    area: Area
    by: Actor
    cases: list[Case]

    @property
    def case(self) -> Case:
        return self.cases[0]


def open_case(area: Area, by: Actor, number: str, subject: str) -> Case:
    case = Case.objects.create(
        area=area, pack="rectification", pack_version=1, kind="finding", number=number, subject="", state="draft",
        category="draft", opener_id=by.person_id, opened_at=BEGIN, last_at=BEGIN,
    )  # fmt: skip
    changes = {**changes_of(case, {"subject": subject}), "state": [None, "draft"], "category": [None, "draft"]}
    record(case=case, verb=Verb.OPENED, by=by, at=BEGIN, body={"changes": changes}, set={"subject": subject})
    return case


def hand_out(case: Case, by: Actor, unit: Unit, helpers: list[Unit], point: str) -> None:
    new = {
        "state": "working", "category": "open", "responsible": unit, "due": date(2026, 6, 30),
        "original_due": date(2026, 6, 30), "fields.source": "现场检查",
    }  # fmt: skip
    changes = changes_of(case, new) | {"party.assisting": [[], references(helpers)], "point.1.text": [None, point]}
    StandardPoint.objects.create(area_id=case.area_id, case=case, number=1, text=point)
    for party, units in {"responsible": [unit], "assisting": helpers}.items():
        for member in units:
            CaseParty.objects.create(area_id=case.area_id, case=case, party=party, unit=member)
    columns = {
        "state": "working", "category": "open", "responsible_id": unit.pk, "due": date(2026, 6, 30),
        "original_due": date(2026, 6, 30), "fields": {"source": "现场检查"},
    }  # fmt: skip
    body = {"move": "hand_out", "changes": changes}
    record(case=case, verb=Verb.MOVED, by=by, at=BEGIN + timedelta(days=1), body=body, set=columns)


def bring(case: Case, by: Actor, name: str, data: bytes) -> Evidence:
    at = BEGIN + timedelta(days=2, microseconds=120)
    digest, size = store.put(case.area_id, io.BytesIO(data))
    values = {"size": size, "media_type": "text/plain", "stored_at": at}
    file, _ = StoredFile.objects.get_or_create(area_id=case.area_id, digest=digest, defaults=values)
    evidence = Evidence.objects.create(
        area_id=case.area_id, case=case, turn=1, point=StandardPoint.objects.get(area_id=case.area_id, case=case),
        name=name, file=file, added_by_id=by.person_id, added_at=at,
    )  # fmt: skip
    record(
        case=case,
        verb=Verb.EVIDENCE_ADDED,
        by=by,
        at=at,
        body={"evidence": [evidence_reference(evidence)]},
        set={"evidence_count": case.evidence_count + 1},
    )
    return evidence


def withdraw(case: Case, by: Actor, evidence: Evidence) -> None:
    at = BEGIN + timedelta(days=3)
    Evidence.objects.filter(area_id=case.area_id, pk=evidence.pk).update(withdrawn_at=at)
    record(
        case=case,
        verb=Verb.EVIDENCE_WITHDRAWN,
        by=by,
        at=at,
        body={"withdrawn": [evidence.pk], "reason": "重复"},
        set={"evidence_count": case.evidence_count - 1},
    )


def sign(case: Case, by: Actor, opinion: str) -> None:
    at = BEGIN + timedelta(days=4)
    Signature.objects.create(
        area_id=case.area_id, case=case, turn=1, pass_no=1, state="review", step=0, relation="desk.office",
        verdict="return", opinion=opinion, person_id=by.person_id, at=at,
    )  # fmt: skip
    body = {
        "state": "review", "pass": 1, "step": 1, "relation": "desk.office", "verdict": "return", "opinion": opinion,
    }  # fmt: skip
    record(case=case, verb=Verb.SIGNED, by=by, at=at, body=body)


def extend(case: Case, by: Actor) -> None:
    asked, decided = BEGIN + timedelta(days=5), BEGIN + timedelta(days=6)
    body = {"clock": "work", "asked_for": "2026-07-31", "reason": "汛期施工受阻 😀"}
    ExtensionRequest.objects.create(
        area_id=case.area_id, case=case, turn=1, clock="work", asked_for=date(2026, 7, 31), reason=body["reason"],
        asked_by_id=by.person_id, asked_at=asked, granted=True, answer="同意", decided_by_id=by.person_id,
        decided_at=decided,
    )  # fmt: skip
    record(case=case, verb=Verb.EXTENSION_ASKED, by=by, at=asked, body=body)
    answer = {**body, "granted": True, "answer": "同意", "changes": {"due": ["2026-06-30", "2026-07-31"]}}
    record(case=case, verb=Verb.EXTENSION_DECIDED, by=by, at=decided, body=answer, set={"due": date(2026, 7, 31)})


def build_chains(username: str = "lin") -> Chains:
    """Three cases; the first has eight events of seven verbs, with two files, one of them withdrawn."""
    area = Area.objects.create(code="yunhu", name="云湖新区")
    person = Person.objects.create(area=area, username=username, name="林若溪")
    by = Actor(person.pk, person.name, area.pk, ())
    units = [Unit.objects.create(area=area, name=name) for name in ("住建局", "水务局", "街道办")]
    cases = [open_case(area, by, f"2026-{n}", f"第{n}个问题:雨水管网“淤堵”") for n in (1, 2, 3)]
    for case in cases[:2]:
        hand_out(case, by, units[0], units[1:], "管网疏通并恢复排水")
        bring(case, by, "纪要.txt", BYTES)
    first = cases[0]
    withdraw(first, by, bring(first, by, "照片.txt", b"a photograph"))
    sign(first, by, "请补充影像资料")
    extend(first, by)
    return Chains(area, by, cases)


def damage(sql: str, *values: str | int | bytes | None) -> None:
    """Change rows as somebody would who has the database's own rights, past its refusals."""
    allow_changes(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
