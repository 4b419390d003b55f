"""Finding texts that are published or on their way; what still stands in the way of one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.documents.checks import BY_ID, PERSONAL, Remark, check_document, personal_data_in
from bihuan.documents.layout.paper import Paper
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import words
from bihuan.loop.disclosure.models import Channel, Disclosure, Omission, Publication, Redaction
from bihuan.loop.disclosure.rules import roles_of
from bihuan.loop.disclosure.text import personal_data, text_for, title_in
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.evidence.store import open_file
from bihuan.loop.trail.canonical import canonical
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.passages import part_of
from bihuan.loop.writing.queries import document_of, writings_of


def disclosures_of(round_: Case) -> list[Disclosure]:
    """Return the texts of a round that were not dropped, newest first."""
    rows = Disclosure.objects.filter(area_id=round_.area_id, round_id=round_.pk, dropped_at__isnull=True)
    return list(rows.select_related("round", "made_by", "frozen_by", "replaces").order_by("-version"))


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


def title_of(disclosure: Disclosure, channel: Channel) -> str:
    """Return the title of one copy, covered as its passage is; "" where it is left out."""
    file = disclosure.public_file if channel == Channel.PUBLIC else disclosure.inner_file
    if file is not None:
        return str(frozen_text(file)["title"])
    return title_in(disclosure.title, disclosure.passages, printed(disclosure, channel))


def state_of(disclosure: Disclosure) -> str:
    """Return a digest of both copies as they would be frozen now: whoever approves says with it what was seen."""
    copies = [printed(disclosure, channel) for channel in Channel]
    return hashlib.sha256(canonical({"copies": copies}).encode()).hexdigest()[:32]


def frozen_text(file: StoredFile) -> dict[str, Any]:
    """Return what a frozen copy holds, read from its bytes."""
    with open_file(file.area_id, file.digest) as stream:
        found: dict[str, Any] = json.load(stream)
    return found


def paper_for(disclosure: Disclosure, channel: Channel) -> Paper:
    """Return one copy as a paper, to be laid out."""
    return paper_of((part_of(passage) for passage in printed(disclosure, channel)), layout="notice")


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark on a copy: the passage it concerns, and the words there."""

    remark: Remark
    anchor: str
    quoted: str


def remarks_on(disclosure: Disclosure, channel: Channel = Channel.PUBLIC) -> list[Remarked]:
    """
    Return what the checks say about one copy as it stands, in reading order.

    Personal data that a person decided to keep readable is not said again.
    """
    source, anchors = source_of(paper_for(disclosure, channel))
    found = [
        Remarked(one, anchors.get(one.place.paragraph, ""), source.at(one.place))
        if one.place
        else Remarked(one, "", "")
        for one in check_document(source)
        if one.check not in PERSONAL
    ]
    passages = printed(disclosure, channel)
    texts = {one["anchor"]: str(one["text"]) for one in passages}
    kept = {(one.anchor, one.start, one.end) for one in redactions_of(disclosure) if one.kept}
    for anchor, one in personal_data(passages):
        place = one.place
        if place is not None and (anchor, place.start, place.end) not in kept:
            found.append(Remarked(one, anchor, texts[anchor][place.start : place.end]))
    return found


def obstacles(disclosure: Disclosure, said: list[Remarked] | None = None) -> list[str]:
    """
    Return what stands in the way of approving a text, a sentence each; empty when nothing does.

    said: what the checks say about the public copy, where that is known already.
    """
    found = []
    undecided = sum(1 for one in omissions_of(disclosure) if one.granted is None)
    if undecided:
        found.append(
            ngettext(
                "%(n)d request to leave something out is not decided yet.",
                "%(n)d requests to leave something out are not decided yet.",
                undecided,
            )
            % {"n": undecided}
        )
    # What was wrong stands over the new text for everybody, and nobody covers anything in it.
    for one in personal_data_in(disclosure.correction):
        found.append(
            _("What was wrong: %(title)s. %(sentence)s") % {"title": check_title(one), "sentence": words(one.sentence)}
        )
    return found + [
        _("%(title)s: %(sentence)s") % {"title": check_title(one.remark), "sentence": words(one.remark.sentence)}
        for one in (remarks_on(disclosure) if said is None else said)
        if one.remark.severity == "error"
    ]


def check_title(remark: Remark) -> str:
    """Return the title of the check that said something."""
    return words(BY_ID[remark.check].title) if remark.check in BY_ID else remark.check


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
    return (
        rows.exclude(disclosure_id__in=replaced)
        .select_related("disclosure", "disclosure__public_file")
        .order_by("-published_at", "-id")
    )


def texts_to_publish(actor: Actor, round_: Case, day: date) -> list[Writing]:
    """Return the final documents of a round that may be published: those whose pack says so."""
    return [
        one
        for one in writings_of(actor, round_, day)
        if one.state == WritingState.FINAL and one.case_id == round_.pk and document_of(one).public
    ]


def text_to_publish(actor: Actor, round_: Case, day: date, writing_id: int) -> Writing:
    """Return one of them whole. Raises CaseNotFound."""
    if writing_id not in {one.pk for one in texts_to_publish(actor, round_, day)}:
        raise CaseNotFound(str(writing_id))
    return Writing.objects.get(area_id=round_.area_id, pk=writing_id)


def round_to_publish(actor: Actor, pack: str, number: str, day: date) -> Case:
    """Return a round for somebody who plays a part in publishing what it is about. Raises CaseNotFound for everybody else."""
    round_ = get_case(actor, pack, number)
    if round_.parent_id is not None or not roles_of(CaseFile(round_, day), actor):
        raise CaseNotFound(number)
    return round_
