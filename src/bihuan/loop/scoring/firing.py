"""Warnings by number: the rules an area uses, asked once when a period is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.asking import condition_q
from bihuan.loop.cases.figures import Where, records_of, source_of, sources_of, values_by_unit, values_in
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.holding import holds_for
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.periods import Period, over_until, period_of
from bihuan.loop.cases.records import is_record
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.letters.actions import letter_by_itself
from bihuan.loop.letters.states import BECAUSE
from bihuan.loop.lifecycle.facts import value_at
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.opening_itself import open_for_case, open_for_unit
from bihuan.loop.notices.telling import tell
from bihuan.loop.scoring.models import Firing, RuleChoice
from bihuan.loop.scoring.standings import standings_before
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.bilingual import SEPARATOR
from bihuan.packspec.model import Clause, Comparison, Pack, Rule
from bihuan.packspec.vocabulary import STANDINGS
from bihuan.packspec.wording import condition_in_words

log = logging.getLogger("bihuan.scoring")
PLACE_OF: Final[Mapping[str, str]] = {"first": "first_running", "last": "last_running"}
HELD_EVERY: Final = 200
Said = dict[str, str | None]  # what figures and standings were, as decimal text, by their path


@dataclass(frozen=True, slots=True)
class Fires:
    """That a rule holds: for a case, a unit, or (with neither) the area."""

    values: Said
    case: Case | None = None
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of a pack, asked when a period is over."""

    pack: Pack
    rule: Rule
    area_id: int
    period: Period
    at: datetime
    hold: Callable[[], None] = field(default=lambda: None)

    @property
    def figures(self) -> list[Clause]:
        """The conditions on figures."""
        return [clause for clause in self.rule.where if clause.path in self.pack.figures]

    @property
    def counted(self) -> Period:
        """The period whose rows dated figures count: that of the rule, or the longer one into which its last day falls."""
        return period_of(self.rule.within, self.period.last) if self.rule.within else self.period

    @property
    def where(self) -> Where:
        """The area at the end of the period."""
        return Where(self.area_id, self.period.last, period=self.counted)


def warn_by_number(packs: Iterable[Pack], *, area_id: int, day: date, at: datetime, hold: Callable[[], None]) -> int:
    """
    Ask the rules in use whose period was over when `day` began, and return how many warnings they gave.

    Cases are asked as they are when this runs; figures as they were at the end of the period. The same period is never asked twice.
    """
    chosen = RuleChoice.objects.filter(area_id=area_id, in_use=True).values_list("pack", "rule")
    in_use = set(chosen)
    given = 0
    for pack in packs if in_use else ():
        for rule in pack.rules.values():
            period = over_until(rule.every, day)
            if (pack.id, rule.id) in in_use and period.last + timedelta(days=1) == day:
                given += ask_rule(Asked(pack, rule, area_id, period, at, hold))
    return given


def ask_rule(asked: Asked) -> int:
    """Ask one rule for one period and return how many warnings it gave; what it warned of already is left as it is."""
    given = 0
    for place, fires in enumerate(_holding(asked)):
        if place % HELD_EVERY == 0:
            asked.hold()
        given += _fire(asked, fires)
    return given


def _holding(asked: Asked) -> Iterator[Fires]:
    match asked.rule.of:
        case "area":
            values = values_in(asked.pack, asked.where, [clause.path for clause in asked.figures])
            if all(holds_for(values[clause.path], clause) for clause in asked.figures):
                yield Fires(_said(asked.figures, values))
        case "unit":
            yield from _units_holding(asked)
        case _:
            yield from _cases_holding(asked)


def _units_holding(asked: Asked) -> Iterator[Fires]:
    values = values_by_unit(asked.pack, asked.where, [clause.path for clause in asked.figures]) if asked.figures else {}
    standing = [clause for clause in asked.rule.where if clause.path.partition(".")[0] in STANDINGS]
    boards = {clause.path.partition(".")[2] for clause in standing}
    stood = standings_before(asked.area_id, asked.pack.id, boards, asked.period)
    known = {unit for unit in values if unit is not None} | {unit for _, unit in stood}
    for unit in sorted(known):
        said: dict[str, Decimal | None] = {
            clause.path: values.get(unit, {}).get(clause.path) for clause in asked.figures
        }
        for clause in standing:
            word, _, board = clause.path.partition(".")
            row = stood.get((board, unit))
            said[clause.path] = Decimal(_times(row, word)) if row is not None else None
        if all(holds_for(said[clause.path], clause) for clause in (*asked.figures, *standing)):
            yield Fires(_said((*asked.figures, *standing), said), unit=unit)


def _times(row: Any, word: str) -> int:
    if word in PLACE_OF:
        return int(getattr(row, PLACE_OF[word]))
    return int(row.running) if row.side == word else 0


def _cases_holding(asked: Asked) -> Iterator[Fires]:
    """Yield the cases for which a rule holds; figures are asked one case after another, so only of those that can have any."""
    own = tuple(clause for clause in asked.rule.where if clause.path not in asked.pack.figures)
    rows = Case.objects.filter(area_id=asked.area_id, pack=asked.pack.id, kind=asked.rule.of)
    rows = rows.filter(condition_q(asked.pack, asked.rule.of, own, asked.period.last))
    if asked.figures:
        rows = rows.filter(_with_records(asked))
    for case in rows.order_by("pk").iterator(chunk_size=500):
        where = replace(asked.where, scope=case)
        values = values_in(asked.pack, where, [clause.path for clause in asked.figures])
        file = CaseFile(case, asked.period.last)
        if all(holds_for(values[clause.path], _bound_by(file, clause)) for clause in asked.figures):
            yield Fires(_said(asked.figures, values), case=case)


def _bound_by(file: CaseFile, clause: Clause) -> Clause:
    """Return a clause whose bounds that are paths are the values of the case; one without a value stays a path and holds nothing."""
    must = clause.must
    if not isinstance(must, Comparison):
        return clause
    bounds = {
        name: as_comparable(value_at(file, bound))
        for name, bound in zip(("at_least", "at_most", "less_than"), must.bounds, strict=True)
        if isinstance(bound, str)
    }
    return replace(clause, must=replace(must, **{name: value for name, value in bounds.items() if value is not None}))


def _with_records(asked: Asked) -> Q:
    """Return the condition that a case or one below it has a record without which a rule cannot hold; no condition where it could."""
    for clause in asked.figures:
        figure = asked.pack.figures[clause.path]
        least = getattr(clause.must, "at_least", None)
        counted = figure.operator in {"count", "distinct"} and is_record(source_of(figure))
        if counted and isinstance(least, int | Decimal) and least > 0:
            records = records_of(asked.pack, figure, asked.where)
            bare = set(records.rows.values_list(records.column("case"), flat=True))
            above = Case.objects.filter(area_id=asked.area_id, pk__in=bare).values_list("ancestors", flat=True)
            return Q(pk__in=bare | {pk for ancestors in above for pk in ancestors})
    return Q()


def _said(clauses: Iterable[Clause], values: Mapping[str, Decimal | None]) -> Said:
    found = {clause.path: values[clause.path] for clause in clauses}
    return {path: None if value is None else f"{round(value, 6).normalize():f}" for path, value in found.items()}


@transaction.atomic
def _fire(asked: Asked, fires: Fires) -> bool:
    """Write one warning with its event and notices, and what follows from it; False where it was written before."""
    rule, same = asked.rule, Firing.objects.filter(area_id=asked.area_id, pack=asked.pack.id, rule=asked.rule.id)
    same = same.filter(case=fires.case, unit=fires.unit)
    if same.filter(first=asked.period.first).exists() or _said_before(asked, fires, same.order_by("-first").first()):
        return False
    row = Firing(
        area_id=asked.area_id, pack=asked.pack.id, pack_version=asked.pack.version, rule=rule.id, every=rule.every,
        first=asked.period.first, last=asked.period.last, case=fires.case, turn=fires.case.turn if fires.case else 0,
        unit_id=fires.unit, values=fires.values, colour=rule.colour, word=[rule.word.zh, rule.word.en], at=asked.at,
    )  # fmt: skip
    opened = _open(asked, fires, row)
    about = _case_about(asked, fires) or opened
    if about is not None:
        case = lock_case(about)
        record(case=case, verb=Verb.RULE_FIRED, by=by_itself(asked.area_id), at=asked.at, body={"rule": reference(row)})
        row.told = tell(case=case, to=_to(asked, case, fires.unit), kind="warning", at=asked.at)
        _write(asked, fires, opened, case, row)
    row.save()
    return True


def reference(row: Firing) -> dict[str, Any]:
    """Return a warning by number as its event tells of it."""
    return {
        "id": row.rule,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "unit": row.unit_id,
        "values": row.values,
        "colour": row.colour,
        "word": SEPARATOR.join(one for one in row.word if one),
    }


def _said_before(asked: Asked, fires: Fires, last: Firing | None) -> bool:
    """
    Whether a case was warned of for these very values in this turn; what falls into periods and units are warned of each time.

    Where figures count from the first day of a longer period on, the same values warn once in that period, units too.
    """
    if last is None or last.turn != (fires.case.turn if fires.case else 0):
        return False
    if asked.rule.within:
        return bool(last.last >= asked.counted.first and last.values == fires.values)
    if fires.case is None:
        return False
    names = {name for clause in asked.figures for name in {clause.path, *sources_of(asked.pack, clause.path)}}
    if any(asked.pack.figures[name].dated for name in names):
        return False
    return bool(last.values == fires.values)


def _case_about(asked: Asked, fires: Fires) -> Case | None:
    """Return the case on whose trail it is told: of units and areas the newest top case that is not closed."""
    if fires.case is not None:
        return fires.case
    tops = Case.objects.filter(area_id=asked.area_id, pack=asked.pack.id, parent__isnull=True)
    return tops.exclude(category=Category.CLOSED).order_by("-pk").first()


def _to(asked: Asked, case: Case, unit_id: int | None) -> list[Holder]:
    file, found = CaseFile(case, asked.period.last), list[Holder]()
    unit = Unit.objects.filter(area_id=asked.area_id, pk=unit_id).first() if unit_id is not None else None
    for relation in asked.rule.tell:
        if unit is not None and relation in {"responsible", "responsible_head"}:
            found.append(Holder(unit.pk, heads_only=relation == "responsible_head"))
        elif unit is not None and relation == "superior":
            found += [Holder(unit.parent_id, heads_only=True)] if unit.parent_id else []
        elif relation.startswith("desk.") or unit is None:
            found += holders(file, relation)
    return list(dict.fromkeys(found))


def _write(asked: Asked, fires: Fires, opened: Case | None, about: Case, row: Firing) -> None:
    """
    Write the letter that a rule asks for; what is refused is kept with the warning and refuses nothing else.

    Of a unit it goes out about the case that the rule opened, else about the newest open case for which the unit is responsible.
    """
    rule = asked.rule
    if not rule.letter:
        return
    case = about if fires.case is not None else opened or _newest_of(asked, fires.unit) or about
    row.letter = rule.letter
    with transaction.atomic():
        by, because = by_itself(asked.area_id), because_of(asked.pack, row)
        letter = letter_by_itself(
            case=case, letter=rule.letter, by=by, at=asked.at, because=because, answers={BECAUSE: because}
        )
    row.problem = row.problem if letter is not None else row.problem or "letter"


def _newest_of(asked: Asked, unit_id: int | None) -> Case | None:
    rows = Case.objects.filter(area_id=asked.area_id, pack=asked.pack.id, responsible_id=unit_id)
    return rows.exclude(category=Category.CLOSED).order_by("-pk").first() if unit_id is not None else None


def _open(asked: Asked, fires: Fires, row: Firing) -> Case | None:
    """Open the case that a rule asks for, unless one is open already; what is refused is kept with the warning."""
    rule = asked.rule
    if not rule.opens:
        return None
    try:
        with transaction.atomic():
            if fires.case is not None:
                file = CaseFile(lock_case(fires.case), local_day(asked.at))
                return open_for_case(file, rule.opens, word=rule.word.zh, at=asked.at)
            unit = Unit.objects.filter(area_id=asked.area_id, pk=fires.unit).first() if fires.unit else None
            return open_for_unit(
                asked.pack, rule.opens, area_id=asked.area_id, unit=unit, word=rule.word.zh, at=asked.at
            )
    except Refused as refusal:
        log.warning("rule %s: %s was not opened: %s", rule.id, rule.opens, refusal.sentence)
        row.problem = refusal.sentence
        return None


def because_of(pack: Pack, row: Firing) -> str:
    """Return why a rule warned, in Chinese as letters are: its word, and the figures with their values, or what it asks of the case."""
    said = "，".join(f"{_called(pack, path)}{value or '—'}" for path, value in row.values.items())
    rule = pack.rules.get(row.rule)
    if not said and rule is not None and rule.of in pack.kinds:
        said = condition_in_words(pack, pack.kinds[rule.of], rule.where).zh
    return f"{row.word[0]}（{'，'.join(one for one in (f'截至{row.last.isoformat()}', said) if one)}）"


def _called(pack: Pack, path: str) -> str:
    if path in pack.figures:
        return pack.figures[path].title.zh
    word, _, board = path.partition(".")
    return f"{pack.boards[board].title.zh}{STANDINGS[word].zh}"
