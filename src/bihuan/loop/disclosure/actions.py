"""From a document to a frozen text: begun, covered, left out with approval, frozen."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.disclosure.grounds import GROUNDS
from bihuan.loop.disclosure.models import Channel, Disclosure, Omission, Redaction
from bihuan.loop.disclosure.queries import obstacles, omissions_of, redactions_of, state_of, title_of
from bihuan.loop.disclosure.rules import check_may_approve, check_may_decide, check_may_prepare, check_open
from bihuan.loop.disclosure.text import in_order, suggested_covers, text_for, title_in
from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.evidence.actions import store_file
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

JSON: Final = "application/json"
FORM: Final = "bihuan.disclosure/1"


@transaction.atomic
def begin_disclosure(
    *,
    round_: Case,
    title: str,
    asof: date,
    passages: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    writing: int | None = None,
    replaces: Disclosure | None = None,
    correction: str = "",
) -> Disclosure:
    """
    Bring a document to be published and return the text; personal data found in it is covered at once, for a person to look at.

    passages: as `loop.writing.passages` writes them, in order. replaces, correction: the frozen text that this one corrects, and what was wrong.
    Raises Refused.
    """
    file = CaseFile(lock_case(round_), local_day(at))
    check_may_prepare(file, by)
    correction = written(correction)
    _check_replaces(file, replaces, correction)
    if not passages:
        raise Refused(gettext("There is nothing in this document."))
    texts = Disclosure.objects.filter(area_id=round_.area_id, round_id=round_.pk)
    disclosure = Disclosure.objects.create(
        area_id=round_.area_id,
        round=file.case,
        version=(texts.aggregate(last=Max("version"))["last"] or 0) + 1,
        replaces=replaces,
        correction=correction,
        title=written(title)[:200],
        asof=asof,
        passages=in_order(passages),
        writing=writing,
        made_by_id=by.person_id,
        made_by_for=by.behalf_id,
        made_at=at,
        token=secrets.token_urlsafe(9),
    )
    Redaction.objects.bulk_create(
        [
            Redaction(
                area_id=round_.area_id,
                disclosure=disclosure,
                anchor=anchor,
                start=remark.place.start,
                end=remark.place.end,
                check_id=remark.check,
                cover=cover,
                by_id=by.person_id,
                by_for=by.behalf_id,
                at=at,
            )
            for anchor, remark, cover in suggested_covers(disclosure.passages)
            if remark.place is not None
        ],
        ignore_conflicts=True,
    )
    return disclosure


def _check_replaces(file: CaseFile, replaces: Disclosure | None, correction: str) -> None:
    if replaces is None:
        return
    if replaces.round_id != file.case.pk or replaces.frozen_at is None:
        raise Refused(gettext("Only an approved text of this round is corrected."))
    if not correction:
        sentence = gettext("Say what was wrong.")
        raise Refused(sentence, fields={"correction": sentence})


@transaction.atomic
def redact(*, disclosure: Disclosure, anchor: str, words: str, reason: str, by: Actor, at: datetime) -> list[Redaction]:
    """
    Cover every place where these words stand in a passage, sign for sign.

    Raises Refused when the passage does not hold them.
    """
    disclosure, _file = _locked(disclosure, by, at)
    words = written(words)
    passage = next((one for one in disclosure.passages if one["anchor"] == anchor), None)
    text = passage["text"] if passage is not None else ""
    if not words or words not in text:
        sentence = gettext("These words do not stand in this paragraph; copy them from it exactly.")
        raise Refused(sentence, fields={"words": sentence})
    made, start = [], text.find(words)
    while start >= 0:
        place = {
            "area_id": disclosure.area_id,
            "disclosure_id": disclosure.pk,
            "anchor": anchor,
            "start": start,
            "end": start + len(words),
        }
        said = {"kept": False, "reason": written(reason), "by_id": by.person_id, "at": at, "cover": "*" * len(words)}
        if not Redaction.objects.filter(**place).update(**said):
            Redaction.objects.create(**place, **said)
        row = Redaction.objects.get(**place)
        made.append(row)
        start = text.find(words, start + len(words))
    return made


@transaction.atomic
def uncover(*, disclosure: Disclosure, redaction_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let covered letters be read, with a reason: the number of an office is no personal data. Raises Refused."""
    disclosure, _file = _locked(disclosure, by, at)
    rows = Redaction.objects.filter(area_id=disclosure.area_id, disclosure_id=disclosure.pk, pk=redaction_id)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    if not rows.update(kept=True, reason=reason, by_id=by.person_id, by_for=by.behalf_id, at=at):
        raise Refused(gettext("This record is not there any more."))


@transaction.atomic
def cover_again(*, disclosure: Disclosure, redaction_id: int, by: Actor, at: datetime) -> None:
    """Cover letters again that were to be read."""
    disclosure, _file = _locked(disclosure, by, at)
    rows = Redaction.objects.filter(area_id=disclosure.area_id, disclosure_id=disclosure.pk, pk=redaction_id)
    rows.update(kept=False, reason="", by_id=by.person_id, by_for=by.behalf_id, at=at)


@transaction.atomic
def ask_omission(
    *, disclosure: Disclosure, anchors: Sequence[str], ground: str, explanation: str, by: Actor, at: datetime
) -> Omission:
    """Ask that passages be left out on one of the five grounds. Raises Refused."""
    disclosure, _file = _locked(disclosure, by, at)
    known = [one["anchor"] for one in disclosure.passages if one["anchor"] in set(anchors)]
    wrong = {}
    if not known:
        wrong["anchors"] = gettext("Choose at least one paragraph.")
    if ground not in GROUNDS:
        wrong["ground"] = gettext("Choose one of the five grounds.")
    if not written(explanation):
        wrong["explanation"] = gettext("Explain why; whoever decides reads it.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    return Omission.objects.create(
        area_id=disclosure.area_id,
        disclosure=disclosure,
        anchors=known,
        ground=ground,
        explanation=written(explanation),
        both=GROUNDS[ground].both,
        asked_by_id=by.person_id,
        asked_by_for=by.behalf_id,
        asked_at=at,
    )


@transaction.atomic
def decide_omission(
    *, disclosure: Disclosure, omission_id: int, granted: bool, answer: str, by: Actor, at: datetime
) -> None:
    """Decide on what is to be left out; refusing it needs a reason. Raises Refused."""
    file = CaseFile(lock_case(disclosure.round), local_day(at))
    disclosure = Disclosure.objects.select_related("round", "replaces").get(
        area_id=disclosure.area_id, pk=disclosure.pk
    )
    check_open(disclosure)
    rows = Omission.objects.filter(
        area_id=disclosure.area_id, disclosure_id=disclosure.pk, pk=omission_id, granted__isnull=True
    )
    omission = rows.first()
    if omission is None:
        raise Refused(gettext("This was decided already."))
    check_may_decide(file, by, omission)
    answer = written(answer)
    if not granted and not answer:
        raise Refused(gettext("Say the reason."), fields={"answer": gettext("Say the reason.")})
    rows.update(granted=granted, answer=answer, decided_by_id=by.person_id, decided_at=at)
    record(
        case=file.case,
        verb=Verb.OMISSION_DECIDED,
        by=by,
        at=at,
        body={
            "omission": {
                "id": omission.pk,
                "disclosure": disclosure.version,
                "ground": omission.ground,
                "anchors": omission.anchors,
                "granted": granted,
                "answer": answer,
            }
        },
    )


@transaction.atomic
def drop_disclosure(*, disclosure: Disclosure, by: Actor, at: datetime) -> None:
    """Drop a text that was not approved; its version is not given out again. Raises Refused."""
    disclosure, _file = _locked(disclosure, by, at)
    Disclosure.objects.filter(area_id=disclosure.area_id, pk=disclosure.pk).update(dropped_at=at)


@transaction.atomic
def freeze(*, disclosure: Disclosure, by: Actor, at: datetime, seen: str = "") -> Disclosure:
    """
    Approve a text: both copies are kept under their digests, and the trail of the round names them. They never change again.

    seen: `queries.state_of` of what the person read; what was changed since then is not approved unread.
    Raises Refused, with all that stands in the way; OvertakenByOther.
    """
    file = CaseFile(lock_case(disclosure.round), local_day(at))
    disclosure = Disclosure.objects.select_related("round", "replaces").get(
        area_id=disclosure.area_id, pk=disclosure.pk
    )
    check_open(disclosure)
    check_may_approve(file, by, disclosure)
    if seen and seen != state_of(disclosure):
        raise OvertakenByOther(
            gettext("This text was changed after you opened the page. Read it again, then approve it.")
        )
    missing = obstacles(disclosure)
    if missing:
        raise Refused(gettext("The text cannot be approved yet."), missing=tuple(missing))
    inner, public = (_kept(disclosure, channel, by, at) for channel in (Channel.INNER, Channel.PUBLIC))
    # From now on the row and the trail too say the title as everybody reads it.
    title = title_of(disclosure, Channel.PUBLIC) or gettext("Publication")
    Disclosure.objects.filter(area_id=disclosure.area_id, pk=disclosure.pk).update(
        title=title, frozen_at=at, frozen_by_id=by.person_id, inner_file=inner, public_file=public
    )
    frozen = Disclosure.objects.select_related("round", "inner_file", "public_file", "frozen_by").get(
        area_id=disclosure.area_id, pk=disclosure.pk
    )
    record(
        case=file.case,
        verb=Verb.DISCLOSURE_FROZEN,
        by=by,
        at=at,
        body={
            "frozen": {
                "id": disclosure.pk,
                "version": disclosure.version,
                "title": title,
                "replaces": disclosure.replaces.version if disclosure.replaces is not None else None,
                "inner": inner.digest,
                "public": public.digest,
            }
        },
    )
    return frozen


def _kept(disclosure: Disclosure, channel: Channel, by: Actor, at: datetime) -> StoredFile:
    text = text_for(channel, disclosure.passages, redactions_of(disclosure), omissions_of(disclosure))
    frozen = {
        "form": FORM,
        "round": disclosure.round.number,
        "version": disclosure.version,
        "replaces": disclosure.replaces.version if disclosure.replaces is not None else None,
        "correction": disclosure.correction,
        "channel": channel.value,
        "title": title_in(disclosure.title, disclosure.passages, text),
        "asof": disclosure.asof.isoformat(),
        "approved_by": by.name,
        "passages": text,
    }
    name = f"{disclosure.round.number}-{disclosure.version}-{channel.value}.json"
    return store_file(disclosure.area_id, name, BytesIO(canonical(frozen).encode()), at, media_type=JSON)


def _locked(disclosure: Disclosure, by: Actor, at: datetime) -> tuple[Disclosure, CaseFile]:
    """Return the text as it is now and the file of its round, for one who prepares it; the round's row is locked."""
    file = CaseFile(lock_case(disclosure.round), local_day(at))
    now = Disclosure.objects.select_related("round", "replaces").get(area_id=disclosure.area_id, pk=disclosure.pk)
    check_may_prepare(file, by)
    check_open(now)
    return now, file
