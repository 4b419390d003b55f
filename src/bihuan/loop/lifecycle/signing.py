"""Opinions in a review: pass, return, refuse; joint steps merge their opinions into one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotHere, Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.evidence.models import StandardPoint
from bihuan.loop.lifecycle.actions import chain_said, enter_after_review
from bihuan.loop.lifecycle.arriving import arrive
from bihuan.loop.lifecycle.conditions import failing, lock_ancestors
from bihuan.loop.lifecycle.guards import check_guards
from bihuan.loop.lifecycle.joint import merged_opinions
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.onsite import looked_at_on_site
from bihuan.loop.lifecycle.review import checks_of, open_relations, signatures
from bihuan.loop.lifecycle.rules import signing_relation
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up

Verdict = Literal["pass", "return", "refuse"]
VERDICTS = frozenset({"pass", "return", "refuse"})


@transaction.atomic
def sign_case(
    *,
    case: Case,
    verdict: Verdict,
    by: Actor,
    at: datetime,
    opinion: str = "",
    checks: Sequence[int] = (),
    points: Mapping[int, str] | None = None,
    standing: str | None = None,
    site: Mapping[str, str] | None = None,
    photos: Sequence[NewEvidence] = (),
) -> Case:
    """
    Sign the running step of a review and return the case as it is afterwards.

    opinion: the reason of a return or refusal, an optional remark with a pass.
    checks: numbers (0, 1 …) of the step's must-checks that were ticked; a pass needs all of them.
    points: point number → "met" or "returned"; a pass needs every point met.
    site: how it was looked at on the spot, {"on": ISO date, "place", "who"}, and `photos`: a level that is an acceptance on site is
        passed only with all of them, at least one picture among the photos.

    A joint step answers when all its signers have: one return among them returns the case, with all opinions merged.
    Raises Refused (NotAllowed, NotHere, OvertakenByOther).
    """
    if verdict not in VERDICTS:
        raise Refused(gettext("A review is passed, returned or refused."))
    opinion = written(opinion)
    file = CaseFile(catch_up(lock_case(case, standing), at), local_day(at))
    if file.state.category != "review" or not file.case.review:
        raise NotHere(gettext("“%(state)s” is not under review.") % {"state": words(file.state.title)})
    signed = signatures(file)
    relation = signing_relation(file, by, open_relations(file, signed), signed)
    judged = _judge(file, verdict, points or {}, by=by, at=at)
    _check_form(file, verdict, opinion, checks)
    seen = looked_at_on_site(file, verdict, site, photos, by=by, at=at)
    signature = Signature(relation=relation, verdict=verdict, opinion=opinion, site=seen)
    body = _keep(file, signature, by=by, at=at)
    return _answer(file, [*signed, signature], body, judged, by=by, at=at)


def _keep(file: CaseFile, signature: Signature, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Store the signature of the running step and return what its event says."""
    review, verdict, seen = file.case.review or {}, signature.verdict, signature.site
    signature.area_id, signature.case, signature.turn = file.case.area_id, file.case, file.case.turn
    signature.pass_no, signature.state, signature.step = review["pass"], file.case.state, review["step"]
    signature.person_id, signature.person_for, signature.at = by.person_id, by.behalf_id, at
    signature.save(force_insert=True)
    body = {
        "state": file.case.state,
        "pass": review["pass"],
        "step": review["step"] + 1,
        "relation": signature.relation,
        "verdict": verdict,
        "opinion": signature.opinion,
        "checks": [check.zh for check in checks_of(file)] if verdict == "pass" else [],
    }
    if seen is not None:
        body["site"] = {name: seen[name] for name in ("on", "place", "who")}
        body["evidence"] = seen["photos"]
    return body


def _check_form(file: CaseFile, verdict: Verdict, opinion: str, checks: Sequence[int]) -> None:
    if verdict == "refuse" and not file.state.refuses_to:
        raise NotHere(gettext("This review can be passed or returned, not refused."))
    if verdict != "pass" and not opinion:
        raise Refused(gettext("Say the reason."), fields={"opinion": gettext("Say the reason.")})
    if verdict != "pass":
        return
    unticked = [check for number, check in enumerate(checks_of(file)) if number not in checks]
    if unticked:
        missing = tuple(words(check) for check in unticked)
        raise Refused(
            gettext("Not everything that must be checked is ticked."),
            fields={"checks": "、".join(missing)},
            missing=missing,
        )


def _judge(
    file: CaseFile, verdict: Verdict, points: Mapping[int, str], *, by: Actor, at: datetime
) -> dict[str, list[Any]]:
    """Keep the verdict on each point of the standard and return the changes for the trail. A pass needs all points met."""
    rows = list(StandardPoint.objects.filter(area_id=file.case.area_id, case_id=file.case.pk).order_by("number"))
    changes: dict[str, list[Any]] = {}
    for row in rows:
        new = points.get(row.number, row.verdict)
        if new not in {"", "met", "returned"}:
            raise Refused(gettext("A point is met or returned."))
        if new != row.verdict:
            changes[f"point.{row.number}.verdict"] = [row.verdict, new]
            StandardPoint.objects.filter(area_id=row.area_id, pk=row.pk).update(
                verdict=new, verdict_by_id=by.person_id, verdict_at=at
            )
            row.verdict = new
    unmet = [
        gettext("Point %(number)s: %(text)s") % {"number": row.number, "text": row.text}
        for row in rows
        if row.verdict != "met"
    ]
    if verdict == "pass" and unmet:
        raise Refused(
            gettext("Not passed: %(count)s points of the standard are not accepted yet.") % {"count": len(unmet)},
            missing=tuple(unmet),
        )
    return changes


def _answer(
    file: CaseFile,
    signed: list[Signature],
    body: dict[str, Any],
    judged: dict[str, list[Any]],
    *,
    by: Actor,
    at: datetime,
) -> Case:
    """Write the signature's event and move the case on, if the step is complete."""
    review = dict(file.case.review or {})
    here = [signature for signature in signed if signature.step == review["step"]]
    change = Change(extra_changes=judged)
    if open_relations(file, signed):
        return arrive(file, change=change, verb=Verb.SIGNED, body=body, by=by, at=at, move="sign", extra={})
    against = [signature for signature in here if signature.verdict != "pass"]
    if against:
        refused = any(signature.verdict == "refuse" for signature in against)
        to = (file.state.refuses_to if refused else None) or file.state.returns_to
        body["merged"] = merged_opinions(file, here)
        return _leave(file, to, change, body, by=by, at=at)
    if review["step"] + 1 < len(review["steps"]):
        review["step"] += 1
        return arrive(
            file, change=change, verb=Verb.SIGNED, body=body, by=by, at=at, move="sign", extra={"review": review}
        )
    lock_ancestors(file, file.state.when)
    wrong = failing(file, file.state.when)
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))
    check_guards(file, file.state.requires, by)
    return _leave(file, file.state.passes_to, change, body, by=by, at=at)


def _leave(file: CaseFile, to: str | None, change: Change, body: dict[str, Any], *, by: Actor, at: datetime) -> Case:
    state = file.lifecycle.states[str(to)]
    extra = enter_after_review(file, state, change, by=by)
    return arrive(
        file,
        change=change,
        verb=Verb.SIGNED,
        body={**body, **chain_said(extra)},
        by=by,
        at=at,
        move=body["verdict"],
        extra=extra,
    )
