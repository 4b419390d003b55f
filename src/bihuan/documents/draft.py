"""What the reader made of a document, before a person confirms it: the form `bihuan.draft/1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bihuan.documents.blocks import Place
from bihuan.documents.facts.collected import Facts
from bihuan.packspec.bilingual import Text

FORMAT = "bihuan.draft/1"


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """
    One rectification measure as the text gives it.

    number: as written without punctuation (“1”, “一”, “(一)”→“一”), None if the measure has none.
    title: first sentence or slogan; text: the whole measure in the exact words.
    """

    number: str | None
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A sub-problem below a finding."""

    number: str | None
    title: str
    status: str | None
    measures: tuple[DraftMeasure, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """What the text itself calls a problem at the top; either `items` or `measures` or both may be empty."""

    number: str | None
    title: str
    aspect: str | None
    status: str | None
    items: tuple[DraftItem, ...]
    measures: tuple[DraftMeasure, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class TotalPart:
    """One “of which” below a total."""

    name: str
    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """A total of the whole rectification as the text prints it; value None where digits were lost."""

    name: str
    value: Decimal | None
    unit: str | None
    parts: tuple[TotalPart, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something a person should look at. rule: stable id; place None when it concerns the whole document."""

    rule: str
    message: Text
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A document as read; None where the text does not say.

    genre: "report" (published rectification report), "feedback" (an inspection's feedback, problems without measures), "plan", "news",
        "form" (blank form), "other"; what it is said to be stands also in `warnings` when it is no report.
    facts: everything the text states that can be counted or looked up, problems and measures included; `totals` are the figures of the whole.
    contacts: keys "telephone", "post_box", "address", "email", "postcode", each the text as written.
    """

    genre: str
    title: str | None = None
    issuer: str | None = None
    inspector: str | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_on: date | None = None
    published_on: date | None = None
    findings: tuple[DraftFinding, ...] = ()
    totals: tuple[Total, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Warning_, ...] = ()
    facts: Facts = field(default_factory=Facts)
