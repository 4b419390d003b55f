"""What a report says of dispositions, money and rules, beside what the rows say on its day (成果核对)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Final

from bihuan.accounts.queries import Actor
from bihuan.documents.blocks import Place
from bihuan.documents.compare import Document
from bihuan.documents.draft import DraftItem, DraftMeasure, Total
from bihuan.documents.facts.dispositions import DispositionMention
from bihuan.documents.reading import read_draft
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.intake.comparing import document_of
from bihuan.loop.intake.queries import drafts_of, get_draft
from bihuan.loop.outcomes.queries import OutcomeTotals, People, totals_at
from bihuan.loop.outcomes.vocabulary import CLASSES, RECOVERIES
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.queries import parts_of, writings_of

WAN: Final = Decimal(10_000)
MONEY_WORDS: Final = ("追缴", "追回", "清退", "清收", "退缴", "收缴", "挽回", "追缴清退", "归还")
MADE_WORDS: Final = ("新建", "新制定", "制定出台", "出台")
REVISED_WORDS: Final = ("修订", "修改完善", "修改", "完善")
RULES: Final = "制度"
EVERYBODY: Final = "other"  # “共处理5人” names no class: it is read as the class of all others, and means everybody
OFFERED: Final = 50
AROUND: Final = 40  # characters of the text shown with a figure


@dataclass(frozen=True, slots=True)
class Line:
    """
    One figure. sort: "disposition", "money" or "rules". group, kind: class and kind of a disposition; kind of a recovery or a rule, "" for
    all of them. times: whether person-times are told and not persons. said: in the text, None where it is silent; known: in the rows, None
    where the words do not tell which rows are meant. quote: the text around it. Money is in yuan.
    """

    sort: str
    name: str
    group: str
    kind: str
    times: bool
    said: Decimal | None
    known: Decimal | None
    quote: str = ""
    paragraph: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether text and rows say the same; None where they cannot be held against each other."""
        if self.known is None:
            return None
        if self.sort == "money" and self.said is not None:
            return abs(self.said - self.known) < WAN / 100  # 万元 with two decimals
        return self.said == self.known


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A text held against the rows. said_asof: the day the text names itself."""

    asof: date
    said_asof: date | None
    lines: tuple[Line, ...]
    totals: OutcomeTotals

    @property
    def different(self) -> int:
        """Return how many figures differ."""
        return sum(line.agrees is False for line in self.lines)


@dataclass(frozen=True, slots=True)
class Offered:
    """A text that can be held against the rows: `in.7` was brought in, `out.3` was written here."""

    key: str
    name: str
    asof: date | None


def texts_offered(actor: Actor, round_: Case, day: date) -> list[Offered]:
    """Return the reports that can be reconciled, those written here first."""
    written = [
        Offered(f"out.{row.pk}", row.title, row.asof) for row in writings_of(actor, round_, day, document="report")
    ]
    brought = drafts_of(actor).filter(dropped_at__isnull=True).defer("blocks", "lines")[:OFFERED]
    return [*written, *(Offered(f"in.{row.pk}", row.name, None) for row in brought)]


def reconcile(
    actor: Actor, round_: Case, text: str, *, asof: date | None, today: date, zeros: bool = False
) -> Reconciled:
    """
    Hold the figures of a text against the rows of a round. text: key of one that is offered. asof: day of the rows; without it the day that
    the text names, or was written for. zeros: also classes that neither the text nor the rows have. Raises CaseNotFound.
    """
    document, day = _document(actor, round_, text, today)
    said = next((one.last for one in document.draft.facts.dates if one.kind == "as_of" and one.last), None)
    at = min(asof or said or day or today, today)
    totals = totals_at(round_, at)
    lines = [*_dispositions(document, totals), *_sums(document, totals)]
    return Reconciled(at, said, (*lines, *_silent(lines, totals, zeros=zeros)), totals)


def _document(actor: Actor, round_: Case, text: str, today: date) -> tuple[Document, date | None]:
    where, _, pk = text.partition(".")
    if not pk.isdigit() or not pk.isascii():
        raise CaseNotFound(text)
    if where == "in":
        return document_of(get_draft(actor, int(pk))), None
    for writing in writings_of(actor, round_, today):
        if writing.pk == int(pk):
            whole = Writing.objects.get(
                area_id=round_.area_id, pk=writing.pk
            )  # those that are listed come without their text
            source, _anchors = source_of(paper_of(parts_of(whole), layout="report", number=""))
            return Document(source, read_draft(source)), writing.asof
    raise CaseNotFound(text)


def _dispositions(document: Document, totals: OutcomeTotals) -> Iterator[Line]:
    for mention in document.draft.facts.dispositions:
        said = mention.person_times if mention.persons is None else mention.persons
        if said is None or _inside_problem(mention.place, document):
            continue
        times = mention.persons is None
        known = _people(mention, totals)
        value = None if known is None else Decimal(known.times if times else known.persons)
        yield Line(
            "disposition", mention.name, mention.cls, mention.kind, times, Decimal(said), value,
            _quote(document, mention.place), mention.place.paragraph,
        )  # fmt: skip


def _people(mention: DispositionMention, totals: OutcomeTotals) -> People | None:
    """Return the rows that a mention means; None where the words do not tell (警告 alone stands in two classes)."""
    if mention.cls == "party_and_administrative":
        party, other = (totals.by_class.get(one, People()) for one in ("party", "administrative"))
        return People(party.persons + other.persons, party.times + other.times)
    if mention.cls == EVERYBODY and not mention.kind:
        return totals.people
    if mention.cls not in CLASSES:
        return None
    if mention.kind:
        return totals.dispositions.get(mention.cls, {}).get(mention.kind, People())
    return totals.by_class.get(mention.cls, People())


def _sums(document: Document, totals: OutcomeTotals) -> Iterator[Line]:
    for total in document.draft.totals:
        if total.value is None or _inside_problem(total.place, document):
            continue
        unit, quote = total.unit or "", _quote(document, total.place)
        if unit.endswith("元") and total.name.startswith(MONEY_WORDS):
            kind = next((one for one, title in RECOVERIES.items() if title.zh == total.name), "")
            known = totals.recoveries.get(kind, Decimal(0)) if kind else totals.money
            said = total.value * (WAN if unit == "万元" else 1)
            yield Line("money", total.name, "", kind, False, said, known, quote, total.place.paragraph)
        elif RULES in total.name and not unit.endswith(("元", "%")):
            yield _rules(total, totals, quote)


def _rules(total: Total, totals: OutcomeTotals, quote: str) -> Line:
    made, revised = (totals.instruments.get(one, 0) for one in ("made", "revised"))
    is_made, is_revised = (any(word in total.name for word in words) for words in (MADE_WORDS, REVISED_WORDS))
    kind = "made" if is_made and not is_revised else "revised" if is_revised and not is_made else ""
    known = {"made": made, "revised": revised}.get(kind, made + revised)
    return Line("rules", total.name, "", kind, False, total.value, Decimal(known), quote, total.place.paragraph)


def _silent(lines: list[Line], totals: OutcomeTotals, *, zeros: bool) -> Iterator[Line]:
    """Yield what the rows have and the text does not tell; with `zeros` also what neither has."""
    told = {(line.group, line.kind) for line in lines if line.sort == "disposition"}
    for group, (title, kinds) in CLASSES.items():
        whole = totals.by_class.get(group, People())
        kinds_told = {kind for one, kind in told if one == group and kind}
        if (group, "") not in told and not kinds_told and (whole.persons or zeros):
            yield Line("disposition", title.zh, group, "", False, None, Decimal(whole.persons))
        if kinds_told:
            for kind in kinds:
                people = totals.dispositions.get(group, {}).get(kind, People())
                if kind not in kinds_told and people.persons:
                    yield Line("disposition", kinds[kind].zh, group, kind, False, None, Decimal(people.persons))
    sorts = {line.sort for line in lines}
    if "money" not in sorts and (totals.money or zeros):
        yield Line("money", MONEY_WORDS[0], "", "", False, None, totals.money)
    made = totals.instruments.get("made", 0) + totals.instruments.get("revised", 0)
    if "rules" not in sorts and (made or zeros):
        yield Line("rules", RULES, "", "", False, None, Decimal(made))


def _quote(document: Document, place: Place) -> str:
    block = next((one for one in document.source.blocks if one.number == place.paragraph), None)
    if block is None:
        return ""
    start, end = max(0, place.start - AROUND), place.end + AROUND
    return f"{'…' if start else ''}{block.text[start:end]}{'…' if end < len(block.text) else ''}"


def _inside_problem(place: Place, document: Document) -> bool:
    """Whether it is told under one problem, and not of the whole rectification."""
    told: Iterator[DraftMeasure | DraftItem] = chain.from_iterable(
        (*one.measures, *one.items) for one in document.draft.findings
    )
    return any(
        one.place.paragraph == place.paragraph and one.place.start <= place.start < one.place.end for one in told
    )
