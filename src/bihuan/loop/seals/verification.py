"""Whether the seals hold, and whether the chains are still those that were sealed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.loop.cases.models import Case
from bihuan.loop.seals import key
from bihuan.loop.seals.kept import Kept, NoSeal, areas_with_notes, noted, read_kept
from bihuan.loop.seals.models import Seal, SealedHead
from bihuan.loop.seals.tree import root
from bihuan.loop.trail.digest import algorithm_of, digest
from bihuan.loop.trail.faults import Broken, Fault
from bihuan.loop.trail.models import Event


def broken_seals(area_id: int, code: str) -> Iterator[Broken]:
    """
    Yield every seal of an area that does not hold (its number, record, link to the one before, signature, or the root over its heads)
    or that is noted beside the database otherwise.

    code: of the area, for the sentences.
    """
    before, keys = "", key.known()
    for place, seal in enumerate(list(Seal.objects.filter(area_id=area_id).order_by("number")), start=1):
        if fault := _fault(seal, place, before, keys):
            yield Broken(code, "", 0, 0, "", fault, str(seal.number))
        before = seal.digest
    yield from _against_notes(area_id, code)


def notes_of_lost_areas(known: Collection[int]) -> Iterator[Broken]:
    """Yield every seal that is noted beside the database of an area that is gone from it. known: ids of the areas that are there."""
    for area_id in areas_with_notes():
        if area_id not in known:
            yield from _against_notes(area_id, "")


def _against_notes(area_id: int, code: str) -> Iterator[Broken]:
    # The folder says of which area they are: the code stands in the database, where it may have been changed.
    try:
        for one in _otherwise(area_id, read_kept(noted(area_id))):
            yield Broken(code or one.code, "", 0, 0, "", Fault.SEAL_ELSEWHERE, str(one.number))
    except NoSeal as wrong:
        yield Broken(code or str(area_id), "", 0, 0, "", Fault.SEAL_NOTES, str(wrong.line))


def _fault(seal: Seal, number: int, before: str, keys: frozenset[str]) -> Fault | None:
    data = seal.record.encode("utf-8", "surrogateescape")
    try:
        algorithm = algorithm_of(seal.digest)
        told: Mapping[str, Any] = json.loads(seal.record)
        heads = SealedHead.objects.filter(area_id=seal.area_id, seal_id=seal.pk).order_by("case_id")
        right = (
            digest(data, algorithm) == seal.digest
            and (told["area"], told["number"], told["day"]) == (seal.area_id, seal.number, seal.day.isoformat())
            and (seal.number, told["prev"]) == (number, before)
            and told["cases"] == seal.cases == heads.count()
            and told["root"] == root((row.leaf for row in heads.iterator()), algorithm)
        )
        if not right or not key.is_signed(data, seal.signature, str(told["key"])):
            return Fault.SEAL
        return None if told["key"] in keys else Fault.SEAL_KEY
    except (ValueError, KeyError, TypeError, AttributeError):
        return Fault.SEAL


def broken_heads(area_id: int, code: str, only: int | None = None) -> Iterator[Broken]:
    """
    Yield every case whose chain is not the one that was sealed: written anew, gone, or passed off as sealed further than it was.

    only: id of one case; all of the area by default.
    """
    for row in list(_gone_or_changed(area_id, only)):
        fault = Fault.SEALED_GONE if row.now is None else Fault.SEALED
        what = f"{row.seal.number} ({row.seal.day.isoformat()})"
        yield Broken(code, row.case_number or "", row.case_id, row.seq, "", fault, what)
    for case_id, number, seq in list(_sealed_otherwise(area_id, only)):
        yield Broken(code, number, case_id, seq, "", Fault.SEALED_SEQ)


def _gone_or_changed(area_id: int, only: int | None) -> QuerySet[Any]:
    same = Event.objects.filter(area_id=area_id, case_id=OuterRef("case_id"), seq=OuterRef("seq"))
    case = Case.objects.filter(area_id=area_id, pk=OuterRef("case_id"))
    rows = SealedHead.objects.filter(area_id=area_id).select_related("seal").order_by("case_id", "seq")
    rows = rows if only is None else rows.filter(case_id=only)
    told = rows.annotate(now=Subquery(same.values("digest")[:1]), case_number=Subquery(case.values("number")[:1]))
    return told.filter(Q(now__isnull=True) | ~Q(now=F("head")))


def _sealed_otherwise(area_id: int, only: int | None) -> QuerySet[Case, tuple[int, str, int]]:
    last = SealedHead.objects.filter(area_id=area_id, case_id=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    cases = Case.objects.filter(area_id=area_id) if only is None else Case.objects.filter(area_id=area_id, pk=only)
    wrong = cases.exclude(sealed_seq=Coalesce(Subquery(last), 0)).order_by("pk")
    return wrong.values_list("pk", "number", "sealed_seq")


def differing(area_id: int, code: str, kept: Iterable[Kept]) -> Iterator[Broken]:
    """Yield every seal of an area that was kept elsewhere and does not stand here as it was; seals of other areas are passed over."""
    for one in _otherwise(area_id, [one for one in kept if one.code == code]):
        yield Broken(code, "", 0, 0, "", Fault.SEAL_ELSEWHERE, str(one.number))


def of_no_area(kept: Iterable[Kept], codes: Collection[str]) -> Iterator[Broken]:
    """Yield every seal that was kept elsewhere of an area that does not stand here. codes: of the areas that do."""
    for one in kept:
        if one.code not in codes:
            yield Broken(one.code, "", 0, 0, "", Fault.SEAL_ELSEWHERE, str(one.number))


def _otherwise(area_id: int, kept: Iterable[Kept]) -> list[Kept]:
    here = dict(Seal.objects.filter(area_id=area_id).values_list("number", "record"))
    return [one for one in kept if here.get(one.number) != one.record]
