"""Joint reviews (会审): the opinions of several bodies as one return, numbered, each with the body that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext

from bihuan.accounts.models import Person
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.lifecycle.models import Signature
from bihuan.loop.lifecycle.rules import relation_title


@dataclass(frozen=True, slots=True)
class JointOpinion:
    """One opinion of a pass. body: for which office or unit; who: the person, with whom he stood in for."""

    step: int
    body: str
    who: str
    verdict: str
    text: str
    at: datetime


def merged_opinions(file: CaseFile, signed: Sequence[Signature]) -> list[str]:
    """
    Return the opinions of a step as one return: “（1）纪检监察机关（沈砚）：……”, in the order of the signatures.

    Bodies that pass without a remark are left out; what says the same stands once, under all who said it.
    """
    by_text: dict[str, list[str]] = {}
    for opinion in opinions_of(file, signed):
        if opinion.text:
            by_text.setdefault(opinion.text, []).append(
                gettext("%(body)s (%(who)s)") % {"body": opinion.body, "who": opinion.who}
            )
    comma = pgettext("between things", ", ")
    return [
        gettext("(%(n)d) %(who)s: %(text)s") % {"n": n, "who": comma.join(who), "text": text}
        for n, (text, who) in enumerate(by_text.items(), start=1)
    ]


def opinions_of(file: CaseFile, signed: Sequence[Signature]) -> list[JointOpinion]:
    """Return signatures as opinions, in their order; one query where somebody stood in for another."""
    away = {one.person_for for one in signed if one.person_for}
    names = dict(Person.objects.filter(pk__in=away).values_list("pk", "name")) if away else {}
    return [
        JointOpinion(
            step=one.step + 1,
            body=relation_title(file, one.relation),
            who=gettext("%(who)s for %(away)s") % {"who": one.person.name, "away": names.get(one.person_for, "")}
            if one.person_for
            else one.person.name,
            verdict=one.verdict,
            text=one.opinion,
            at=one.at,
        )
        for one in signed
    ]
