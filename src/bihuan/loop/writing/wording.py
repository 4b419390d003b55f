"""Choosing the words of a round's documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, OvertakenByOther, Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.models import WritingTemplate
from bihuan.loop.writing.queries import pack_with_documents
from bihuan.loop.writing.rules import check_may_word
from bihuan.loop.writing.templates import Chosen, chosen_for, faults_of, texts_of
from bihuan.packspec.document import Document
from bihuan.packspec.model import Pack


@transaction.atomic
def set_words(
    *,
    round_: Case,
    document: str,
    chosen: Chosen,
    by: Actor,
    at: datetime,
) -> Chosen:
    """
    Keep the office's own words for a document of a round; those equal to the pack's are left to the pack.

    chosen: texts by key of `templates.texts_of`, none to bring the pack's back; its version is that of the words the person saw.
    Raises NotAllowed, OvertakenByOther; Refused with a sentence for every text that has a fault.
    """
    case = lock_case(round_)
    check_may_word(by, case, local_day(at))
    pack = pack_with_documents(case)
    declared = _declared(pack, document)
    now = chosen_for(case, document)
    if now.version != chosen.version:
        raise OvertakenByOther(
            gettext("Somebody else changed these words after you opened the page. Yours were not kept.")
        )
    shipped = {text.key: text.text for text in texts_of(declared, pack)}
    own = {
        key: text
        for key, typed in chosen.texts.items()
        if key in shipped and (text := _as_kept(typed)) != _as_kept(shipped[key])
    }
    _refuse_faults(declared, pack, own)
    if own == now.texts and chosen.settings == now.settings:
        return now
    version = now.version + 1
    WritingTemplate.objects.create(
        area_id=case.area_id, round=case, document=document, version=version, texts=own, settings=chosen.settings.to_json(),
        by_id=by.person_id, at=at,
    )  # fmt: skip
    changed = sorted(key for key in {*own, *now.texts} if own.get(key) != now.texts.get(key))
    body: dict[str, Any] = {
        "document": document,
        "version": version,
        "changed": changed,
        "settings": chosen.settings.to_json(),
    }
    record(case=case, verb=Verb.WORDS_SET, by=by, at=at, body=body)
    return Chosen(own, chosen.settings, version)


def _declared(pack: Pack, document: str) -> Document:
    if document not in pack.documents:
        raise CaseNotFound(document)
    return pack.documents[document]


def _as_kept(typed: str) -> str:
    return "\n".join(line.rstrip() for line in written(typed).splitlines())


def _refuse_faults(document: Document, pack: Pack, texts: Mapping[str, str]) -> None:
    faults = faults_of(document, pack, texts)
    if not faults:
        return
    fields: dict[str, str] = {}
    for fault in faults:
        where = gettext("Line %(line)d, character %(column)d: ") % {"line": fault.line, "column": fault.column}
        said = where + words(fault.sentence)
        fields[fault.key] = f"{fields[fault.key]}\n{said}" if fault.key in fields else said
    raise Refused(gettext("Some texts cannot be filled in; nothing was kept."), fields=fields)
