"""Finding texts that are published or on their way; what still stands in the way of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.documents.blocks import SourceText
from bihuan.documents.checks import BY_ID, Remark, check_document
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import words
from bihuan.loop.disclosure.models import Channel, Disclosure, Omission, Publication, Redaction
from bihuan.loop.disclosure.text import blocks_of, text_for
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.evidence.store import open_file


def disclosures_of(round_: Case) -> list[Disclosure]:
    """Return the texts of a round that were not dropped, newest first."""
    rows = Disclosure.objects.filter(area_id=round_.area_id, round_id=round_.pk, dropped_at__isnull=True)
    return list(rows.select_related("made_by", "frozen_by", "replaces").order_by("-version"))


def get_disclosure(actor: Actor, pack: str, number: str, version: int) -> Disclosure:
    """Return a text of a round the actor may see. Raises CaseNotFound, the same for missing and forbidden."""
    round_ = get_case(actor, pack, number)
    found = (
        Disclosure.objects.filter(area_id=actor.area_id, round_id=round_.pk, version=version)
        .select_related("round", "made_by", "frozen_by", "inner_file", "public_file", "replaces")
        .first()
    )
    if found is None:
        raise CaseNotFound(number)
    return found


def redactions_of(disclosure: Disclosure) -> list[Redaction]:
    """Return what is covered in a text, or was decided to stay readable."""
    rows = Redaction.objects.filter(area_id=disclosure.area_id, disclosure_id=disclosure.pk)
    return list(rows.select_related("by").order_by("id"))


def omissions_of(disclosure: Disclosure) -> list[Omission]:
    """Return what is asked to be left out of a text, with the decisions."""
    rows = Omission.objects.filter(area_id=disclosure.area_id, disclosure_id=disclosure.pk)
    return list(rows.select_related("asked_by", "decided_by").order_by("id"))


def publications_of(disclosure: Disclosure) -> list[Publication]:
    """Return where a text was published."""
    rows = Publication.objects.filter(area_id=disclosure.area_id, disclosure_id=disclosure.pk)
    return list(rows.select_related("published_by", "proof", "proof__file").order_by("id"))


def printed(disclosure: Disclosure, channel: Channel) -> list[dict[str, Any]]:
    """Return the passages of one copy: the frozen ones where it is frozen, else as they would be frozen now."""
    file = disclosure.public_file if channel == Channel.PUBLIC else disclosure.inner_file
    if file is not None:
        passages: list[dict[str, Any]] = frozen_text(file)["passages"]
        return passages
    return text_for(channel, disclosure.passages, redactions_of(disclosure), omissions_of(disclosure))


def frozen_text(file: StoredFile) -> dict[str, Any]:
    """Return what a frozen copy holds, read from its bytes."""
    with open_file(file.area_id, file.digest) as stream:
        found: dict[str, Any] = json.load(stream)
    return found


def remarks_on(disclosure: Disclosure, channel: Channel = Channel.PUBLIC) -> tuple[Remark, ...]:
    """Return what the checks say about one copy as it stands; places count its passages from 1."""
    source = SourceText(disclosure.title, "txt", blocks_of(printed(disclosure, channel)))
    return check_document(source)


def obstacles(disclosure: Disclosure) -> list[str]:
    """Return what stands in the way of approving a text, a sentence each; empty when nothing does."""
    found = []
    undecided = sum(1 for one in omissions_of(disclosure) if one.granted is None)
    if undecided:
        found.append(
            gettext("%(n)d request to leave something out is not decided yet.") % {"n": undecided}
            if undecided == 1
            else gettext("%(n)d requests to leave something out are not decided yet.") % {"n": undecided}
        )
    kept = {(one.anchor, one.start, one.end) for one in redactions_of(disclosure) if one.kept}
    passages = printed(disclosure, Channel.PUBLIC)
    for remark in remarks_on(disclosure):
        place = remark.place
        if remark.severity != "error" or place is None:
            continue
        if (passages[place.paragraph - 1]["anchor"], place.start, place.end) in kept:
            continue
        title = words(BY_ID[remark.check].title) if remark.check in BY_ID else remark.check
        found.append(
            gettext("Paragraph %(n)d: %(title)s. %(sentence)s")
            % {"n": place.paragraph, "title": title, "sentence": words(remark.sentence)}
        )
    return found


@dataclass(frozen=True, slots=True)
class PublicText:
    """A published text as everybody may read it: nothing but what was frozen, and when."""

    disclosure: Disclosure
    text: dict[str, Any]
    publication: Publication
    newer: Disclosure | None


def public_text(area_code: str, token: str) -> PublicText | None:
    """Return a published text by its public address, None for anything that is not published."""
    area = Area.objects.filter(code=area_code).first()
    if area is None:
        return None
    publication = (
        Publication.objects.filter(area_id=area.pk, channel=Channel.PUBLIC, disclosure__token=token)
        .select_related("disclosure", "disclosure__public_file", "disclosure__round", "disclosure__replaces")
        .first()
    )
    if publication is None or publication.disclosure.public_file is None:
        return None
    disclosure = publication.disclosure
    return PublicText(disclosure, frozen_text(publication.disclosure.public_file), publication, _newer(disclosure))


def _newer(disclosure: Disclosure) -> Disclosure | None:
    """Return the published text that corrects this one."""
    return (
        Disclosure.objects.filter(
            area_id=disclosure.area_id,
            replaces_id=disclosure.pk,
            publications__channel=Channel.PUBLIC,
            publications__area_id=disclosure.area_id,
        )
        .order_by("-version")
        .first()
    )


def published_texts(area: Area, day: date) -> QuerySet[Publication]:
    """Return what an area has published and the notice period still shows, newest first; corrected texts are left out."""
    rows = Publication.objects.filter(area_id=area.pk, channel=Channel.PUBLIC).exclude(until__lt=day)
    replaced = Disclosure.objects.filter(
        area_id=area.pk, replaces__isnull=False, publications__channel=Channel.PUBLIC, publications__area_id=area.pk
    ).values("replaces_id")
    return rows.exclude(disclosure_id__in=replaced).select_related("disclosure").order_by("-published_at", "-id")
