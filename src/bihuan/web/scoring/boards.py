"""The page of red and yellow boards, and of the rules that warn by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.scoring.models import BoardStanding, Firing, RuleChoice
from bihuan.loop.scoring.queries import board_at, firings_of, periods_of_board, rules_chosen
from bihuan.loop.scoring.rules import can_enter, can_see_area
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Board, Pack, Rule
from bihuan.packspec.vocabulary import COLOURS, PERIODS, RELATIONS, STANDINGS
from bihuan.packspec.wording import condition_in_words
from bihuan.web.case.marks import case_url
from bihuan.web.places import rows_url
from bihuan.web.scoring.words import period_words, with_unit
from bihuan.web.shapes import Empty, Head, Link

RUNNING_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A unit on a board. running: in words how often running it stands there, "" for the first time."""

    place: int
    unit: str
    value: str
    url: str
    side: str
    running: str


@dataclass(frozen=True, slots=True)
class BoardShown:
    """One board for one period."""

    title: str
    id: str
    figure: str
    figure_url: str
    period: str
    periods: tuple[tuple[str, str, bool], ...]
    red: tuple[Place, ...]
    yellow: tuple[Place, ...]
    places: tuple[Place, ...]
    others: tuple[tuple[str, str], ...]  # hidden inputs that keep what the other boards show
    says: str  # by which rule units stand on it, and how its figure is counted


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with what the area chose about it."""

    id: str
    title: str
    says: str
    in_use: bool
    basis: str
    who: str
    url: str


@dataclass(frozen=True, slots=True)
class FiringShown:
    """A warning by number that was given."""

    title: str
    colour: str
    word: str
    period: str
    about: str
    url: str
    values: str
    told: str


@dataclass(frozen=True, slots=True)
class BoardsPage:
    """All boards and rules of a pack."""

    head: Head
    boards: tuple[BoardShown, ...]
    empty: Empty | None
    rules: tuple[RuleShown, ...]
    chooses: bool
    firings: tuple[FiringShown, ...]


def boards_page(who: Actor, pack_id: str, first: str) -> BoardsPage:
    """Return the boards of a pack. first: ISO day with which the shown period begins; else the newest. Raises PackNotFound."""
    pack = pack_in_use(who.area_id, pack_id)
    boards = tuple(one for one in (_board(who, pack, board, first) for board in pack.boards) if one is not None)
    whole, chosen = can_see_area(who, pack.id), rules_chosen(who.area_id, pack)
    moves = (
        Link(_("Indicators"), f"{reverse('indicators')}?{urlencode({'pack': pack.id})}", "list-details"),
        Link(_("Print"), "#print", "printer"),
    )
    empty = Empty(
        _("No board yet."),
        _("A board appears when the first period is over. Units with nothing to count are left out."),
    )
    return BoardsPage(
        Head(_("Red and yellow boards"), facts=words(pack.title), moves=moves),
        boards,
        None if boards else empty,
        tuple(_rule(pack, rule, chosen.get(rule.id)) for rule in pack.rules.values()) if whole else (),
        can_enter(who, pack),
        _firings(who, pack) if whole else (),
    )


def _board(who: Actor, pack: Pack, board: str, first: str) -> BoardShown | None:
    periods = periods_of_board(who.area_id, pack, board)
    if not periods:
        return None
    period = next((one for one in periods if one.first.isoformat() == first), periods[0])
    declared, whole = pack.boards[board], can_see_area(who, pack.id)
    places = tuple(_place(pack, row, whole=whole) for row in board_at(who.area_id, pack, board, period.first))
    figure = pack.figures.get(declared.figure)
    called = figure.title if figure is not None else pack.scorecards[declared.figure].title
    return BoardShown(
        words(declared.title),
        board,
        words(called),
        reverse("indicator", kwargs={"pack": pack.id, "figure": figure.id}) if figure is not None else "",
        period_words(period),
        tuple((one.first.isoformat(), period_words(one), one == period) for one in periods),
        tuple(one for one in places if one.side == "red"),
        tuple(one for one in places if one.side == "yellow"),
        places,
        (("pack", pack.id),),
        _says(pack, declared),
    )


def _says(pack: Pack, board: Board) -> str:
    """Return the rule of a board as it is published: how many are named at either end, and how its figure is counted."""
    said = _(
        "Named each %(every)s: the first %(red)d on the red board, the last %(yellow)d on the yellow one. Equal values share a place; "
        "who is as good as the red is never yellow."
    ) % {"every": words(PERIODS[board.every]), "red": board.red, "yellow": board.yellow}
    figure = pack.figures.get(board.figure)
    return f"{said}{_(' Counted as: %(basis)s.') % {'basis': figure.basis}}" if figure and figure.basis else said


def _place(pack: Pack, row: BoardStanding, *, whole: bool) -> Place:
    figure = pack.boards[row.board].figure
    running = ""
    if row.side and row.running >= RUNNING_SHOWN:
        running = ngettext("%(n)d time running", "%(n)d times running", row.running) % {"n": row.running}
    if row.last_running >= RUNNING_SHOWN:
        running = _("last place %(n)d times running") % {"n": row.last_running}
    asof, first = row.last.isoformat(), row.first.isoformat()
    if figure in pack.scorecards:
        return Place(row.place, row.unit_name, f"{row.value.normalize():f}", "", row.side, running)
    url = rows_url(pack.id, figure, unit=row.unit_id, asof=asof, first=first) if whole else ""
    return Place(row.place, row.unit_name, with_unit(pack.figures[figure], row.value), url, row.side, running)


def _rule(pack: Pack, rule: Rule, chosen: RuleChoice | None) -> RuleShown:
    conditions = _conditions(pack, rule)
    told = _(", ").join(_relation(pack, one) for one in rule.tell)
    says = _("Asked each %(every)s. %(colour)s, “%(word)s”, when %(conditions)s. Told: %(told)s.") % {
        "every": words(PERIODS[rule.every]),
        "colour": words(COLOURS[rule.colour]),
        "word": words(rule.word),
        "conditions": conditions,
        "told": told,
    }
    if rule.letter:
        says += _(" Letter: %(letter)s.") % {"letter": words(pack.letters[rule.letter].title)}
    url = reverse("rule_choose", kwargs={"pack": pack.id, "rule": rule.id})
    who = f"{chosen.chosen_by.name} {chosen.chosen_at.date().isoformat()}" if chosen is not None else ""
    in_use, basis = (chosen.in_use, chosen.basis) if chosen is not None else (False, "")
    return RuleShown(rule.id, words(rule.title), says, in_use, basis, who, url)


def _conditions(pack: Pack, rule: Rule) -> str:
    if rule.of in pack.kinds:
        return words(condition_in_words(pack, pack.kinds[rule.of], rule.where))
    return _("; ").join(
        _condition(pack, clause.path, clause.must) for clause in rule.where if _is_number(pack, clause.path)
    )


def _is_number(pack: Pack, path: str) -> bool:
    return path in pack.figures or path.partition(".")[0] in STANDINGS


def _condition(pack: Pack, path: str, must: object) -> str:
    low, high, limit = getattr(must, "bounds", (None, None, None))
    bounds = [_("at least %(n)s") % {"n": low}] if low is not None else []
    bounds += [_("at most %(n)s") % {"n": high}] if high is not None else []
    bounds += [_("less than %(n)s") % {"n": limit}] if limit is not None else []
    if (get_language() or "").startswith("zh"):
        return _called(pack, path) + "".join(bounds)
    return f"{_called(pack, path)} {' '.join(bounds)}"


def _called(pack: Pack, path: str) -> str:
    if path in pack.figures:
        return words(pack.figures[path].title)
    word, _dot, board = path.partition(".")
    return f"{words(pack.boards[board].title)} · {words(STANDINGS[word])}"


def _relation(pack: Pack, relation: str) -> str:
    desk = relation.removeprefix("desk.")
    return words(pack.desks[desk]) if relation.startswith("desk.") else words(RELATIONS[relation])


def _firings(who: Actor, pack: Pack) -> tuple[FiringShown, ...]:
    rows = firings_of(who.area_id, pack)
    seen = set(visible_to(who).filter(pk__in=[row.case_id for row in rows if row.case_id]).values_list("pk", flat=True))
    return tuple(_firing(pack, row, row.case if row.case_id in seen else None) for row in rows)


def _firing(pack: Pack, row: Firing, case: Case | None) -> FiringShown:
    rule = pack.rules.get(row.rule)
    about = case.subject if case is not None else str(row.unit or _("the whole area"))
    values = _("; ").join(
        f"{_called(pack, path)} {value or '—'}" for path, value in row.values.items() if _is_number(pack, path)
    )
    if not values and rule is not None:
        values = _conditions(pack, rule)
    word = Text(row.word[0], row.word[1] if len(row.word) > 1 else "")
    told = ngettext("%(n)d message", "%(n)d messages", row.told) % {"n": row.told}
    title = words(rule.title) if rule is not None else row.rule
    url = case_url(case) if case is not None else ""
    period = period_words(period_of(row.every, row.first))
    return FiringShown(title, row.colour, words(word), period, about, url, values, told)


def first_of(typed: str) -> str:
    """Return the day an address names, empty for one that is none. Raises Http404 for nothing."""
    try:
        return date.fromisoformat(typed).isoformat() if typed else ""
    except ValueError:
        raise Http404 from None
