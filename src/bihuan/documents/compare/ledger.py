"""A report with the ledger at its 截至 day: the same problems, statuses and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from bihuan.documents.blocks import Place
from bihuan.documents.checks.remark import Remark
from bihuan.documents.compare.comparison import Comparison, Difference, Document
from bihuan.documents.compare.matching import Entry, entries_of, key_of, paired
from bihuan.documents.compare.plan import problem_differences
from bihuan.documents.compare.statuses import progress_of
from bihuan.documents.draft import DraftFinding, DraftItem, DraftMeasure, Total
from bihuan.documents.facts.dispositions import CLASSES, DispositionMention
from bihuan.documents.text.numerals import number, whole_number
from bihuan.packspec.bilingual import Text

LEDGER, REPORT = Text("台账", "the ledger"), Text("报告", "the report")
SAYS = {
    "as_of_differs": Text("报告截至{said}，台账截至{known}", "The report is as of {said}, the ledger as of {known}"),
    "status_differs": Text("报告称“{said}”，台账为“{known}”", "The report says “{said}”, the ledger “{known}”"),
    "measures_differ": Text("报告写了{said}条措施，台账有{known}条", "The report tells {said} measures, the ledger has {known}"),
    "figure_differs": Text("“{name}”报告为{said}，台账为{known}", "“{name}” is {said} in the report and {known} in the ledger"),
}  # fmt: skip
_NEAR = Decimal("1.2")  # 余 and 多 are not used for a fifth more


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """A problem as the ledger has it. number: as written in the feedback, "" where it has none; status: in the words of the ledger."""

    number: str
    subject: str
    status: str
    measures: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerFigure:
    """
    A figure of the ledger.

    words: all names a report may give it (整改措施, 整改举措); for a sum of money also the beginning of one (追缴).
    unit: 元 for money, whose value is in yuan; % for a rate; else what it counts.
    """

    id: str
    title: Text
    value: Decimal
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerDisposition:
    """So many persons (and person-times) of a class and kind of `facts.dispositions.CLASSES`; kind "" for the class as a whole."""

    cls: str
    kind: str
    persons: int
    person_times: int


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """What the rows say at the end of one day. dispositions: empty where nobody keeps them; else what is not named is 0."""

    as_of: date
    findings: tuple[LedgerFinding, ...] = ()
    figures: tuple[LedgerFigure, ...] = ()
    dispositions: tuple[LedgerDisposition, ...] = ()


def compare_ledger(report: Document, ledger: LedgerFacts) -> Comparison:
    """
    Return where a report and the ledger do not agree.

    A figure agrees if it is the ledger's rounded or cut to the digits printed; one said with 余 or 多 if it is not above and near.
    Figures lost in the report, and figures whose name no `words` has, are not compared.
    """
    old, new = [_entry(one) for one in ledger.findings], entries_of(report)
    pairs = paired([one.key for one in old], [one.key for one in new])
    differences = list(_days(report, ledger))
    if ledger.findings:
        differences += [
            _unplaced(one) for one in problem_differences(old, new, pairs, report, before=LEDGER, now=REPORT)
        ]
    for at, other in sorted(pairs.items()):
        differences.extend(_finding(ledger.findings[at], new[other]))
    for total in report.draft.totals:
        differences.extend(_total(total, report, ledger))
    differences.extend(_dispositions(report, ledger))
    return Comparison("ledger", len(pairs), tuple(differences))


def _entry(finding: LedgerFinding) -> Entry:
    nowhere = Place(0, 0, 0)
    named = DraftFinding(finding.number or None, finding.subject, None, finding.status or None, (), (), nowhere)
    return Entry(named, finding.subject, key_of(finding.subject), whole_number(finding.number or "-"), nowhere)


def _unplaced(one: Difference) -> Difference:
    return Difference(one.remark, None, one.old, one.new, one.spans)


def _days(report: Document, ledger: LedgerFacts) -> Iterator[Difference]:
    """The first 截至 day of a report is the day of its figures."""
    for word in report.draft.facts.dates:
        if word.kind == "as_of" and word.last:
            if word.last != ledger.as_of:
                sentence = SAYS["as_of_differs"].format(said=word.last, known=ledger.as_of)
                yield Difference(
                    Remark("as_of_differs", "question", sentence, word.place), None, str(ledger.as_of), str(word.last)
                )
            return


def _finding(known: LedgerFinding, said: Entry) -> Iterator[Difference]:
    first, second = progress_of(known.status), progress_of(said.of.status)
    if first and second and first != second:
        sentence = SAYS["status_differs"].format(said=said.of.status, known=known.status)
        yield Difference(
            Remark("status_differs", "error", sentence, said.place), None, known.status, said.of.status or ""
        )
    measures = len(said.measures) + sum(len(item.measures) for item in getattr(said.of, "items", ()))
    if known.measures is not None and measures and measures != known.measures:
        sentence = SAYS["measures_differ"].format(said=measures, known=known.measures)
        yield Difference(
            Remark("measures_differ", "question", sentence, said.place), None, str(known.measures), str(measures)
        )


def _total(total: Total, report: Document, ledger: LedgerFacts) -> Iterator[Difference]:
    figure = _figure_of(total, ledger)
    if figure is None or total.value is None:
        return
    scale = _scale(total.unit or "")
    quantum = Decimal(1).scaleb(int(total.value.as_tuple().exponent)) * scale
    if not _agrees(total.value * scale, figure.value, quantum, approx=_is_approx(total, report)):
        yield _figure_differs(
            total.name,
            f"{total.value:f}{total.unit or ''}",
            f"{_short(figure.value / scale)}{total.unit or ''}",
            total.place,
        )


def _short(value: Decimal) -> str:
    """Return a value of the ledger as it is told: a rate has no end, money ends with the fen in 万元."""
    rounded = value.quantize(Decimal("0.000001"), ROUND_HALF_UP) if value % 1 else value
    told = rounded.quantize(Decimal("0.01"), ROUND_HALF_UP) if rounded != value else rounded
    return f"{told.normalize():f}"


def _figure_of(total: Total, ledger: LedgerFacts) -> LedgerFigure | None:
    unit = total.unit or ""
    for figure in ledger.figures:
        if (
            total.name in figure.words
            and (unit.endswith("元") == (figure.unit == "元"))
            and ((unit == "%") == (figure.unit == "%"))
        ):
            return figure
    if unit.endswith("元"):
        begun = [one for one in ledger.figures if one.unit == "元" and total.name.startswith(one.words)]
        return begun[0] if len(begun) == 1 else None
    return None


def _agrees(said: Decimal, known: Decimal, quantum: Decimal, *, approx: bool) -> bool:
    if approx:
        return said <= known <= said * _NEAR
    return abs(said - known) < quantum


def _is_approx(total: Total, report: Document) -> bool:
    place = total.place
    return any(
        one.approx and one.place.paragraph == place.paragraph and place.start <= one.place.start < place.end
        for one in report.draft.facts.quantities
    )


def _scale(unit: str) -> Decimal:
    scale = unit.removesuffix("元") if unit.endswith("元") else ""
    return (number("一" + scale) or Decimal(1)) if scale else Decimal(1)


def _dispositions(report: Document, ledger: LedgerFacts) -> Iterator[Difference]:
    """Those told of the whole rectification, where its totals stand; what is told under one problem is not the whole."""
    if not ledger.dispositions:
        return
    known = {(one.cls, one.kind): one for one in ledger.dispositions}
    whole = {total.place.paragraph for total in report.draft.totals}
    for mention in report.draft.facts.dispositions:
        if mention.place.paragraph in whole and mention.cls and not _inside_problem(mention, report):
            yield from _disposition(mention, known.get((mention.cls, mention.kind)))


def _inside_problem(mention: DispositionMention, report: Document) -> bool:
    paragraph = mention.place.paragraph
    told: Iterator[DraftMeasure | DraftItem] = chain.from_iterable(
        (*finding.measures, *finding.items) for finding in report.draft.findings
    )
    places = (one.place for one in told)
    return any(one.paragraph == paragraph and one.start <= mention.place.start < one.end for one in places)


def _disposition(mention: DispositionMention, known: LedgerDisposition | None) -> Iterator[Difference]:
    times = mention.persons is None
    said = mention.person_times if times else mention.persons
    there = 0 if known is None else known.person_times if times else known.persons
    if said is None or said == there:
        return
    told = CLASSES[mention.cls]
    title = told.kinds[mention.kind] if mention.kind else told.title
    name = f"{told.title.zh}·{title.zh}" if mention.kind else title.zh
    unit = "人次" if times else "人"
    yield _figure_differs(name, f"{said}{unit}", f"{there}{unit}", mention.place)


def _figure_differs(name: str, said: str, known: str, place: Place) -> Difference:
    sentence = SAYS["figure_differs"].format(name=name, said=said, known=known)
    return Difference(Remark("figure_differs", "error", sentence, place), None, known, said)
