"""The page on which the office changes the words of a document for one round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.lines import lines_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.outcomes.vocabulary import CLASSES
from bihuan.loop.writing.paper import paper_of
from bihuan.loop.writing.passages import fresh
from bihuan.loop.writing.preparing import preview_of
from bihuan.loop.writing.queries import pack_with_documents, units_concerned
from bihuan.loop.writing.rows import Rows, Wanted, rows_of
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.templates import Chosen, PlaceOffered, faults_of, places_of, texts_of
from bihuan.loop.writing.values import Told, value_of
from bihuan.packspec.document import Document
from bihuan.packspec.model import Pack
from bihuan.web.papers.listing import round_crumbs
from bihuan.web.shapes import Head, Link

LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text of a document. own: the office changed it; shipped: as the pack has it."""

    key: str
    id: str
    title: str
    text: str
    shipped: str
    own: bool
    rows: int
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place that may stand in a text: its name as it is written, what it means, what stands there now."""

    name: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places that belong together: of the whole document, or of the cases of one kind."""

    title: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One paragraph of the preview."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class WordsPage:
    """The editor. version: of the words that stand, 0 for the pack's own."""

    head: Head
    version: int
    groups: tuple[tuple[str, tuple[TextRow, ...]], ...]
    zeros: bool
    order: str
    classes: tuple[str, ...]
    places: tuple[PlaceGroup, ...]
    preview: tuple[PreviewLine, ...]
    back: str
    refused: str = ""
    faults: int = 0


def typed_words(document: Document, round_: Case, typed: Mapping[str, str]) -> tuple[dict[str, str], Settings]:
    """Return the texts by key and the settings that were typed."""
    pack = pack_with_documents(round_)
    texts = {text.key: typed[f"text-{text.key}"] for text in texts_of(document, pack) if f"text-{text.key}" in typed}
    return texts, Settings(typed.get("zeros") == "1", classes_in(typed.get("order", "")))


def classes_in(typed: str) -> tuple[str, ...]:
    """Return the ids of the classes of dispositions that a text names, in its order; unknown names are passed over."""
    named = [word.strip() for line in typed.splitlines() for word in line.replace("，", "、").split("、")]
    ids = {title.zh: id_ for id_, (title, _kinds) in CLASSES.items()} | {
        title.en: id_ for id_, (title, _kinds) in CLASSES.items()
    }
    return tuple(dict.fromkeys(ids[name] for name in named if name in ids))


def words_page(
    actor: Actor, round_: Case, document: Document, chosen: Chosen, today: date, *, refusal: Refused | None = None
) -> WordsPage:
    """Return the editor with the texts and settings of `chosen`, which may be typed and not kept."""
    pack = pack_with_documents(round_)
    faults = faults_of(document, pack, chosen.texts)
    errors: dict[str, list[str]] = {}
    for fault in faults:
        where = _("Line %(line)d, character %(column)d: ") % {"line": fault.line, "column": fault.column}
        errors.setdefault(fault.key, []).append(where + words(fault.sentence))
    rows = _rows(actor, round_, document, today)
    order = [*chosen.settings.order, *(one for one in CLASSES if one not in chosen.settings.order)]
    return WordsPage(
        head=_head(round_, document),
        version=chosen.version,
        groups=_groups(document, round_, chosen, errors),
        zeros=chosen.settings.zeros,
        order="、".join(words(CLASSES[one][0]) for one in order),
        classes=tuple(words(title) for title, _kinds in CLASSES.values()),
        places=_places(document, round_, rows),
        preview=() if faults or rows is None else _preview(actor, round_, document, chosen, today),
        back=reverse("papers", args=[round_.pack, round_.number]),
        refused=refusal.sentence if refusal is not None else "",
        faults=len(faults),
    )


def _head(round_: Case, document: Document) -> Head:
    title = words(document.title)
    crumbs = (*round_crumbs(round_), Link(title))
    facts = _("These words hold here alone. What is left as it is follows the pack.")
    return Head(_("Words of: %(document)s") % {"document": title}, crumbs=crumbs, facts=facts)


def _groups(
    document: Document, round_: Case, chosen: Chosen, errors: Mapping[str, list[str]]
) -> tuple[tuple[str, tuple[TextRow, ...]], ...]:
    """Return the texts of each part together; what stands around the parts comes first."""
    found: dict[str, list[TextRow]] = {}
    pack = pack_with_documents(round_)
    for place, text in enumerate(texts_of(document, pack)):
        typed = chosen.texts.get(text.key, text.text)
        part = text.key.rpartition(".")[0]
        row = TextRow(
            text.key, f"text-{place}", words(text.title), typed, text.text, typed != text.text,
            min(12, max(text.rows, 1 + len(typed) // 46 + typed.count("\n"))), tuple(errors.get(text.key, ())),
        )  # fmt: skip
        found.setdefault(part, []).append(row)
    return tuple((_part_title(document, pack, part), tuple(rows)) for part, rows in found.items())


def _part_title(document: Document, pack: Pack, part: str) -> str:
    if part == "frame":
        return _("Around the text")
    found = next(one for one in document.parts if one.id == part)
    if found.each:
        return _("One by one: %(kind)s") % {"kind": words(pack.kinds[found.each].title)}
    return found.heading or _("Text of the document")


def _wanted(actor: Actor, round_: Case, document: Document, today: date) -> Wanted | None:
    """Return an example of the document: of the round, of its first unit, of its first case; None where there is none."""
    case: Case | None = round_
    if round_.kind not in document.of:
        cases = Case.objects.filter(area_id=round_.area_id, root_id=round_.pk, kind__in=document.of)
        case = cases.select_related("responsible").order_by("urgency", "id").first()
    unit = next(iter(units_concerned(round_)), None) if document.unit else None
    if case is None or (document.unit and unit is None):
        return None
    return Wanted(pack_with_documents(round_), document, case, today, unit)


def _rows(actor: Actor, round_: Case, document: Document, today: date) -> Rows | None:
    wanted = _wanted(actor, round_, document, today)
    return rows_of(actor, wanted, today) if wanted is not None else None


def _preview(actor: Actor, round_: Case, document: Document, chosen: Chosen, today: date) -> tuple[PreviewLine, ...]:
    wanted = _wanted(actor, round_, document, today)
    if wanted is None:
        return ()
    parts = fresh(preview_of(actor, wanted, round_, chosen, today))
    lines = lines_of(paper_of(parts, layout=document.layout))
    return tuple(PreviewLine(_look(line.role, line.level), line.whole) for line in lines if line.whole.strip())


def _look(role: str, level: int) -> str:
    return f"paper-heading paper-level-{level}" if role == "heading" else f"paper-{role}"


def _places(document: Document, round_: Case, rows: Rows | None) -> tuple[PlaceGroup, ...]:
    pack = pack_with_documents(round_)
    found: dict[str, list[PlaceRow]] = {}
    for one in places_of(document, pack):
        found.setdefault(one.of, []).append(PlaceRow(f"{{{one.path}}}", words(one.title), _value(rows, one)))
    return tuple(
        PlaceGroup(
            _("Anywhere") if not kind else _("Where “%(kind)s” is told") % {"kind": words(pack.kinds[kind].title)},
            tuple(rows_),
        )
        for kind, rows_ in found.items()
    )


def _value(rows: Rows | None, one: PlaceOffered) -> str:
    if rows is None:
        return ""
    told = (
        rows.subject
        if not one.of or rows.subject.kind == one.of
        else next(iter(rows.below(rows.subject, one.of)), None)
    )
    if told is None:
        return ""
    text = value_of(rows, one.path, Told(told)).text.replace("\n", " ")
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
