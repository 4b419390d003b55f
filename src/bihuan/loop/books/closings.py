"""Every closed case by evidence and by reviews of different people, read from its chain alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.loop.books.account import Account
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.models import Stay
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind, Pack

Record = Mapping[str, Any]


def closings(area_id: int) -> Account:
    """Return whether every closed case that has a review was passed by different people, none of whom handed it in, on evidence."""
    account = Account(
        "closings",
        Text("办结事项均有佐证并经不同人员审核", "closed cases have evidence and reviews of different people"),
    )
    rows = Case.objects.filter(area_id=area_id, category=Category.CLOSED).order_by("pk")
    for case in rows.iterator():
        pack = pack_of(case.pack, case.pack_version)
        kind = pack.kinds[case.kind]
        if kind.review and _needs_review(case, pack, kind):
            account.look(case.number, _faults(case, "standard" in kind.uses, asks_evidence(pack, kind)))
    return account


def asks_evidence(pack: Pack, kind: Kind) -> bool:
    """Return whether a pack asks for evidence before a review of this kind; where it does not, the statement is what is judged."""
    moves = kind.lifecycle_of(pack).moves.values()
    return "standard" in kind.uses or any(move.evidence for move in moves if move.to in kind.review)


def _needs_review(case: Case, pack: Pack, kind: Kind) -> bool:
    """Return whether a closed case must have been reviewed: no move closes it past the review, or it was under review in this round."""
    lifecycle = kind.lifecycle_of(pack)
    past_it = any(lifecycle.states[move.to].category == Category.CLOSED for move in lifecycle.moves.values())
    if not past_it:
        return True
    stays = Stay.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, state__in=list(kind.review))
    return stays.exists()


def _faults(case: Case, has_standard: bool, needs_evidence: bool) -> Iterator[str]:
    submitted_by, signers = last_pass(case)
    if submitted_by is None:
        yield "closed without a review"
        return
    if len(set(signers)) != len(signers):
        yield "somebody signed twice"
    if submitted_by in signers:
        yield "signed by who handed it in"
    if not signers:
        yield "nobody signed"
    rows = Evidence.objects.filter(
        area_id=case.area_id, case_id=case.pk, turn=case.turn, withdrawn_at__isnull=True
    ).values_list("point_id", flat=True)
    proofs = set(rows)
    if needs_evidence and not proofs:
        yield "no evidence"
    if not needs_evidence and not case.statement:
        yield "neither evidence nor a statement"
    if has_standard:
        points = StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk)
        for point in points:
            if point.pk not in proofs:
                yield f"point {point.number} has no evidence"
            if point.verdict != "met":
                yield f"point {point.number} was not accepted"


def last_pass(case: Case) -> tuple[int | None, list[int]]:
    """Return who handed a closed case in for the pass that closed it, and who passed it, in order; None where no pass did."""
    submitted_by: int | None = None
    signers: list[int] = []
    number = None
    events = Event.objects.filter(area_id=case.area_id, case_id=case.pk, verb__in=[Verb.MOVED, Verb.SIGNED])
    for text in events.order_by("seq").values_list("record", flat=True).iterator():
        record = json.loads(text)
        body = record["body"]
        if record["verb"] == Verb.MOVED:
            if "chain" in body:
                submitted_by, signers, number = record["by"]["id"], [], None
            continue
        if number != body["pass"]:
            number, signers = body["pass"], []
        if body["verdict"] == "pass":
            signers.append(record["by"]["id"])
        if _new(body, "category") == Category.CLOSED:
            return submitted_by, signers
    return submitted_by, signers


def _new(body: Record, attribute: str) -> Any:
    change = body.get("changes", {}).get(attribute)
    return change[1] if change else None
