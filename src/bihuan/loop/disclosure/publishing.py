"""Publishing a frozen text, and filing the proof that it was done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.disclosure.models import Channel, Disclosure, Publication
from bihuan.loop.disclosure.queries import publications_of
from bihuan.loop.disclosure.rules import check_frozen, check_may_prepare
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence, attach
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

PROOF = "proof"  # the kind of evidence of a round that shows its publication


@transaction.atomic
def publish(
    *, disclosure: Disclosure, channel: str, where: str, by: Actor, at: datetime, until: date | None = None
) -> Publication:
    """
    Publish a frozen text in one channel; the public one is at its public address from now on.

    where: in words. until: last day of the notice period, not before today.
    Raises Refused.
    """
    file = CaseFile(lock_case(disclosure.round), local_day(at))
    check_may_prepare(file, by)
    disclosure = Disclosure.objects.select_related("round", "inner_file", "public_file").get(
        area_id=disclosure.area_id, pk=disclosure.pk
    )
    check_frozen(disclosure)
    where = written(where)
    if channel not in Channel.values:
        raise Refused(gettext("Choose one."), fields={"channel": gettext("Choose one.")})
    chosen, wrong = Channel(channel), {}
    if not where:
        wrong["where"] = gettext("Say where it is published, for example the website of the area.")
    if until is not None and until < file.day:
        wrong["until"] = gettext("The last day lies in the past.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    if any(one.channel == chosen for one in publications_of(disclosure)):
        raise Refused(gettext("This text is published there already."))
    row = Publication.objects.create(
        area_id=disclosure.area_id,
        disclosure=disclosure,
        channel=chosen,
        where=where[:300],
        until=until if chosen == Channel.PUBLIC else None,
        published_by_id=by.person_id,
        published_at=at,
    )
    copy = disclosure.public_file if chosen == Channel.PUBLIC else disclosure.inner_file
    record(
        case=file.case,
        verb=Verb.DISCLOSURE_PUBLISHED,
        by=by,
        at=at,
        body={
            "published": {
                "id": row.pk,
                "version": disclosure.version,
                "channel": chosen.value,
                "where": row.where,
                "until": row.until.isoformat() if row.until else None,
                "text": copy.digest if copy is not None else None,
            }
        },
    )
    return row


@transaction.atomic
def file_proof(*, publication: Publication, proof: NewEvidence, by: Actor, at: datetime) -> Publication:
    """File what shows that a text was published (a picture of the page, the newspaper), as evidence of the round. Raises Refused."""
    disclosure = Disclosure.objects.select_related("round").get(
        area_id=publication.area_id, pk=publication.disclosure_id
    )
    file = CaseFile(lock_case(disclosure.round), local_day(at))
    check_may_prepare(file, by)
    kind = PROOF if PROOF in file.kind.evidence else ""
    brought = NewEvidence(proof.name, stream=proof.stream, statement=proof.statement, kind=kind)
    listed = attach(file, [brought], by=by, at=at)
    record(case=file.case, verb=Verb.EVIDENCE_ADDED, by=by, at=at, body={"evidence": listed})
    row = Evidence.objects.get(area_id=publication.area_id, pk=listed[0]["id"])
    Publication.objects.filter(area_id=publication.area_id, pk=publication.pk).update(proof=row)
    publication.proof = row
    return publication
