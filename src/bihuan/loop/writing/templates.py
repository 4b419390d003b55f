"""The words of a document that an office may change for a round: which texts there are, what may stand in them, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bihuan.loop.cases.models import Case
from bihuan.loop.writing.models import WritingTemplate
from bihuan.loop.writing.settings import Settings, settings_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.document import Document, DocumentPart
from bihuan.packspec.model import Kind, Pack
from bihuan.packspec.template import parse, paths_of, places_in
from bihuan.packspec.vocabulary import CASE_WORDS, DOCUMENT_WORDS, FACTS, FRAME
from bihuan.packspec.wording import title_of_path

UNKNOWN: Final = Text("没有名为“{name}”的占位", "there is no place called “{name}”")
NOT_PUBLIC: Final = Text(
    "“{name}”不在公开范围内，公开稿不能使用", "“{name}” is not public and cannot stand in a public text"
)
HEADING: Final = Text("标题", "Heading")
BODY: Final = Text("正文", "Text")
EMPTY: Final = Text("没有事项时", "Where there is none")
# Facts that say something about a case as it stood on a day.
TOLD_FACTS: Final = (
    "number", "subject", "state", "category", "nature", "light", "late", "due", "original_due", "opened", "finished", "closed",
    "turn", "statement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateText:
    """
    One text that may be changed.

    key: “tasks.text”. title: what it is. kinds: of whose cases it speaks; repeated: once for each of them. text: as the pack has it.
    """

    key: str
    title: Text
    text: str
    kinds: tuple[str, ...]
    repeated: bool = False
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a text, and where; line and column from 1."""

    key: str
    line: int
    column: int
    sentence: Text


@dataclass(frozen=True, slots=True)
class PlaceOffered:
    """A place that may stand in a text, with what it means. of: the kind whose cases it speaks of, "" for the whole document."""

    path: str
    title: Text
    of: str = ""


def texts_of(document: Document, pack: Pack) -> list[TemplateText]:
    """Return every text of a document in order."""
    found = [
        TemplateText(f"frame.{word}", FRAME[word], document.frame[word], document.of)
        for word in FRAME
        if word in document.frame
    ]
    for part in document.parts:
        found += _texts(part, document, pack)
    return found


def _texts(part: DocumentPart, document: Document, pack: Pack) -> Iterator[TemplateText]:
    kinds = (part.each,) if part.each else document.of
    named = pack.kinds[part.each].title if part.each else Text("", "")
    for name, title, text in (
        ("heading", HEADING, part.heading),
        ("text", BODY, part.text),
        ("empty", EMPTY, part.empty),
    ):
        if text:
            said = Text(f"{named.zh}·{title.zh}", f"{named.in_('en')}: {title.en}") if part.each else title
            repeated = bool(part.each) and name != "empty"
            yield TemplateText(f"{part.id}.{name}", said, text, kinds, repeated, max(1, len(text.splitlines())))


def places_of(document: Document, pack: Pack) -> list[PlaceOffered]:
    """Return every place that may stand in some text of a document, the answers that are asked for first."""
    found = [PlaceOffered(name, title) for name, title in document.asks.items()]
    found += [PlaceOffered(name, title) for name, title in DOCUMENT_WORDS.items() if name != "unit" or document.unit]
    found += [PlaceOffered(figure.id, _with_unit(figure.title, figure.unit)) for figure in pack.figures.values()]
    kinds = dict.fromkeys((*document.of, *(part.each for part in document.parts if part.each)))
    for kind in kinds:
        paths = _paths(pack, kind, document)
        found += [PlaceOffered(path, title_of_path(pack, pack.kinds[kind], path), kind) for path in paths]
        if kind not in document.of or document.letter:
            found += [PlaceOffered(word, title, kind) for word, title in CASE_WORDS.items()]
    return found


def _with_unit(title: Text, unit: str) -> Text:
    return Text(f"{title.zh}（{unit}）", title.en) if unit else title


def _paths(pack: Pack, kind: str, document: Document) -> list[str]:
    declared = pack.kinds[kind]
    labels = [f"label.{label}" for label in pack.labels]
    own = [*(fact for fact in TOLD_FACTS if fact in FACTS), *declared.parties, *declared.fields, *labels]
    return [path for path in own if not document.public or path in declared.public]


def faults_of(document: Document, pack: Pack, texts: Mapping[str, str]) -> list[Fault]:
    """Return everything that is wrong with texts by key: unclosed braces and brackets, places that do not exist or are not public."""
    known = {text.key: text for text in texts_of(document, pack)}
    found: list[Fault] = []
    for key, text in texts.items():
        if key not in known:
            continue
        found += [Fault(key, fault.line, fault.column, fault.sentence) for fault in parse(text)[1]]
        for place in places_in(text):
            for path in paths_of(place):
                wrong = _wrong(path, document, pack, known[key])
                if wrong is not None:
                    found.append(Fault(key, place.line, place.column, wrong.format(name=path)))
    return found


def _wrong(path: str, document: Document, pack: Pack, text: TemplateText) -> Text | None:
    if path in document.asks or path in DOCUMENT_WORDS or path in pack.figures:
        return None
    kinds = [pack.kinds[kind] for kind in text.kinds]
    if path in CASE_WORDS:
        return None if text.repeated or document.letter else UNKNOWN
    if not all(_means(pack, kind, path) for kind in kinds):
        return UNKNOWN
    return None if not document.public or all(_is_public(pack, kind, path) for kind in kinds) else NOT_PUBLIC


def _means(pack: Pack, kind: Kind, path: str) -> bool:
    if path in TOLD_FACTS or path in kind.parties or path in kind.fields:
        return True
    head, _, rest = path.partition(".")
    if head == "label":
        return rest in pack.labels
    return bool(rest) and head in pack.ancestors(kind.id) and _means(pack, pack.kinds[head], rest)


def _is_public(pack: Pack, kind: Kind, path: str) -> bool:
    head, _, rest = path.partition(".")
    if path in kind.public:
        return True
    return bool(rest) and head in pack.kinds and rest in pack.kinds[head].public


@dataclass(frozen=True, slots=True)
class Chosen:
    """The words and settings an office chose for a document of a round. version 0: none, the pack's own words stand."""

    texts: Mapping[str, str]
    settings: Settings
    version: int = 0


def chosen_for(round_: Case, document: str) -> Chosen:
    """Return what an office chose for a document of a round; the newest version counts."""
    row = (
        WritingTemplate.objects.filter(area_id=round_.area_id, round_id=round_.pk, document=document)
        .order_by("-version")
        .first()
    )
    return Chosen({}, Settings()) if row is None else Chosen(row.texts, settings_of(row.settings), row.version)
