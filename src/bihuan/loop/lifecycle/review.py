"""Review chains: which steps a pass has, who still has to sign, and what an opinion leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import ASSISTING, DESK, holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.computing import MOST_DAYS, amount_of
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.conditions import holds
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.rules import relation_title
from bihuan.packspec.bilingual import SEPARATOR, Text
from bihuan.packspec.model import Kind, Pack, Review, Step

CHAIN_FIELD = "chain.{kind}.{state}"
PLEDGE_FIELD = "pledge.{kind}.{state}"
MOST_PLEDGE = 1000
MAX_STEPS = 5
LIMIT_UNITS = ("workdays", "days", "months")
PARTY_OF = {"responsible_head": "responsible", "superior": "responsible", "lead_head": "lead"}
RELATIONS = frozenset({*PARTY_OF, "responsible", "lead", "assisting", "leader", "handler", "panel", "applicant"})


def written_step(file: CaseFile, step: Step) -> dict[str, Any]:
    """Return a step of a pack as a case keeps it; a limit that stands in a field is read now."""
    amount = amount_of(file, step.limit) if step.limit else None
    return {
        "signed_by": list(step.signed_by),
        "checks": [f"{check.zh}{SEPARATOR}{check.en}" if check.en else check.zh for check in step.checks],
        "limit": {"unit": step.limit.unit, "amount": amount} if step.limit and amount else None,
    }


def chain_of(file: CaseFile, state: str) -> list[dict[str, Any]]:
    """
    Return the steps that a pass through a review state has for this case: the round's own chain, or the pack's.

    A relation without a holder drops out: a lead unit that was not named, or that is the responsible unit itself, cannot sign.
    Of several assisting units each signs for itself.
    Raises Refused if nobody is left to sign.
    """
    review = file.kind.review[state]
    kept = [step for step in own_chain(file, review, state) if step["signed_by"]]
    steps = [{**step, "signed_by": list(_signers(file, step["signed_by"]))} for step in kept]
    steps = [step for step in steps if step["signed_by"]]
    if not steps:
        raise Refused(
            gettext("Nobody is named who could review this. Ask the office to name the holders of its desks.")
        )
    return steps


def _signers(file: CaseFile, relations: Sequence[str]) -> Iterator[str]:
    several = [unit for unit in file.units("assisting") if unit.pk != file.case.responsible_id]
    for relation in relations:
        if relation == "assisting" and len(several) > 1:
            yield from (f"{ASSISTING}{unit.pk}" for unit in several)
        elif _can_sign(file, relation):
            yield relation


def own_chain(file: CaseFile, review: Review, state: str) -> list[dict[str, Any]]:
    """Return the chain a case above keeps for this kind and state, else the pack's steps that exist for this case."""
    if review.set_by:
        above = file.ancestor(review.set_by)
        own = above.fields.get(CHAIN_FIELD.format(kind=file.case.kind, state=state)) if above is not None else None
        if own:
            return list(own)
    return [written_step(file, step) for step in review.steps if holds(file, step.when)]


def read_chain(pack: Pack, kind: Kind, steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps as a case keeps them. Raises Refused unless they could be a chain of this kind: levels, signers, limits."""
    if len(steps) > MAX_STEPS or any(not step.get("signed_by") for step in steps):
        raise Refused(gettext("A review has one to five levels, each signed by somebody."))
    for step in steps:
        for relation in step["signed_by"]:
            if not _is_known(pack, kind, relation):
                raise Refused(gettext("“%(relation)s” cannot sign a review here.") % {"relation": relation})
        limit = step.get("limit")
        if limit is not None and (
            limit.get("unit") not in LIMIT_UNITS
            or not isinstance(limit.get("amount"), int)
            or not 1 <= limit["amount"] <= MOST_DAYS
        ):
            raise Refused(
                gettext("The limit of a level is a whole number of days from 1 to %(most)s.") % {"most": MOST_DAYS}
            )
        if step.get("ladder") and step["ladder"] not in pack.ladders:
            raise Refused(gettext("The pack has no such ladder."))
        if step.get("ladder") and limit is None:
            raise Refused(gettext("Warnings of a level count from its limit; write the limit."))
    return [_kept_step(step) for step in steps]


def _kept_step(step: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return a step as a case keeps it.

    ladder: warnings of this level's own limit; on_site: whoever passes it says when, where and by whom it was looked at on the spot.
    """
    kept: dict[str, Any] = {
        "signed_by": list(dict.fromkeys(step["signed_by"])),
        "checks": [check for text in step.get("checks") or () if (check := written(text))],
        "limit": dict(step["limit"]) if step.get("limit") else None,
    }
    if step.get("ladder"):
        kept["ladder"] = str(step["ladder"])
    if step.get("on_site"):
        kept["on_site"] = True
    return kept


def pledge_of(file: CaseFile, state: str) -> str:
    """Return the truth pledge that the round asks of whoever hands work in for this review, empty where it asks for none."""
    review = file.kind.review.get(state)
    above = file.ancestor(review.set_by) if review is not None and review.set_by else None
    return str(above.fields.get(PLEDGE_FIELD.format(kind=file.case.kind, state=state)) or "") if above else ""


def is_on_site(file: CaseFile) -> bool:
    """Return whether the running step is an acceptance on the spot."""
    review = file.case.review
    return bool(review and file.state.category == "review" and review["steps"][review["step"]].get("on_site"))


def _is_known(pack: Pack, kind: Kind, relation: str) -> bool:
    if relation.startswith(DESK):
        return relation.removeprefix(DESK) in pack.desks
    party = PARTY_OF.get(relation, relation)
    return relation == "opener" or (relation in RELATIONS and party in kind.parties)


def check_signers_left(file: CaseFile, after: CaseFile) -> None:
    """Raise Refused when a correction would take away the signers of a step that the running pass still needs."""
    review = file.case.review
    if not review or file.state.category != "review":
        return
    for step in review["steps"][review["step"] :]:
        for relation in step["signed_by"]:
            if _can_sign(file, relation) and not _can_sign(after, relation):
                raise Refused(
                    gettext("%(who)s still has to sign the review that runs. Return it first.")
                    % {"who": relation_title(file, relation)}
                )


def _can_sign(file: CaseFile, relation: str) -> bool:
    if relation in {"lead", "lead_head"} and file.case.lead_id == file.case.responsible_id:
        return False
    return bool(holders(file, relation))


def signatures(file: CaseFile) -> list[Signature]:
    """Return the signatures of the running pass."""
    review = file.case.review
    if not review:
        return []
    return list(
        Signature.objects.filter(
            area_id=file.case.area_id, case_id=file.case.pk, turn=file.case.turn, pass_no=review["pass"]
        )
        .select_related("person")
        .order_by("id")
    )


def open_relations(file: CaseFile, signed: Sequence[Signature]) -> list[str]:
    """Return the relations whose opinion the running step still lacks."""
    review = file.case.review
    if not review or file.state.category != "review":
        return []
    given = {signature.relation for signature in signed if signature.step == review["step"]}
    return [relation for relation in review["steps"][review["step"]]["signed_by"] if relation not in given]


def checks_of(file: CaseFile) -> list[Text]:
    """Return what the signer of the running step must tick."""
    review = file.case.review
    if not review or file.state.category != "review":
        return []
    return [Text.parse(check) for check in review["steps"][review["step"]].get("checks", ())]
