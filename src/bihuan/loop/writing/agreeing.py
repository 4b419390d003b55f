"""Whether the newest document of a case says what its rows say: what a move that sends it out may ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from django.utils.translation import get_language, gettext

from bihuan.accounts.queries import by_itself
from bihuan.documents.compare import Document, compare_ledger
from bihuan.documents.reading import read_draft
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.writing.composing import compose
from bihuan.loop.writing.ledger import ledger_facts
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.passages import CELL, Part, Passage
from bihuan.loop.writing.preparing import rows_for
from bihuan.loop.writing.queries import document_of, parts_of

NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


def documents_missing(file: CaseFile) -> list[str]:
    """
    Return a line for everything in which the newest document of a case differs from the rows, and one where there is none.

    Letters are no reports of the case and are not looked at.
    """
    case = file.case
    documents = [id_ for id_, one in file.pack.documents.items() if not one.letter]
    writings = Writing.objects.filter(area_id=case.area_id, case_id=case.pk, document__in=documents)
    newest = writings.exclude(state=WritingState.AWAY).select_related("case", "round", "unit").order_by("-id").first()
    if newest is None:
        return [gettext("No document of this case has been written yet.")]
    rows, parts = rows_for(by_itself(case.area_id), newest, file.day), parts_of(newest)
    source, _ = source_of(paper_of(parts, layout=document_of(newest).layout, number=newest.number))
    found = compare_ledger(Document(source, replace(read_draft(source), warnings=())), ledger_facts(rows))
    language = get_language() or "zh"
    # A question may well be right; what is an error or a warning has to be settled first.
    said = [one.sentence.in_(language) for one in found.remarks if one.severity != "question"]
    return list(dict.fromkeys([*said, *_numbers_differing(parts, compose(rows))]))


def _numbers_differing(parts: Iterable[Part], told: Iterable[Passage]) -> Iterator[str]:
    """Yield a line for each passage in which a number is missing that the rows say there; words may be changed as one likes."""
    written = {part.anchor: "" if part.gone else part.passage.text for part in parts}
    for passage in told:
        text = written.get(passage.anchor)
        if text is None and passage.kind != "row":
            continue
        missing = Counter(NUMBER.findall(passage.text)) - Counter(NUMBER.findall(text or ""))
        if missing:
            yield gettext("“%(text)s”: the rows say %(numbers)s.") % {
                "text": (text or passage.text).replace(CELL, " ")[:40],
                "numbers": "、".join(missing),
            }
