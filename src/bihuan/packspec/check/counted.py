"""What is counted and what warns: figures, ladders, letters, rules, boards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf, ancestors_of, joined, parents_of
from bihuan.packspec.check.paths import MONEY_UNITS, Scope, check_condition, check_open, check_path
from bihuan.packspec.check.people import check_relations
from bihuan.packspec.sentences import A_DOCUMENT, A_FIGURE, A_KIND, A_LETTER
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import (
    BETTER,
    COLOURS,
    FACTS,
    LADDER_UNITS,
    OPERATORS,
    OPERATORS_ON_CASES,
    OPERATORS_ON_FIGURES,
    PARTIES,
    PERIODS,
    RECORDS,
    STANDINGS,
)

CAPABILITY_OF_RECORD: Final[Mapping[str, str]] = {
    "disposition": "dispositions",
    "recovery": "recoveries",
    "instrument": "instruments",
    "attendance": "attendance",
}
A_COLOUR: Final = Text("颜色", "colour")
A_BOARD: Final = Text("红黄榜", "board")
A_PERIOD: Final = Text("周期", "period")
A_UNIT: Final = Text("计时单位", "unit of a ladder")
_PLACES: Final = re.compile(r"\{[^{}]*\}")
_NUMBER: Final = Text("文号，可用{year} {seq} {seq:3}", "a number with {year} {seq} {seq:3}")


def check_counted(shelf: Shelf, book: Book) -> None:
    """Check figures, ladders, letters, rules and boards of a pack."""
    for id_, ladder in book.section("ladder").items():
        _check_ladder(shelf, book, id_, ladder)
    for id_, letter in book.section("letters").items():
        _check_letter(book, letter, f"letters.{id_}")
    for id_, figure in book.section("figures").items():
        _check_figure(shelf, book, id_, figure, f"figures.{id_}")
    for id_, rule in book.section("rules").items():
        _check_rule(shelf, book, rule, f"rules.{id_}")
    for id_, board in book.section("boards").items():
        at = f"boards.{id_}"
        known = {**book.section("figures"), **book.section("scorecard")}
        book.check_known(f"{at}.figure", board.get("figure"), known, A_FIGURE)
        book.check_member(f"{at}.every", board.get("every"), PERIODS, A_PERIOD)


def _check_warning(book: Book, warning: Table, at: str, desks: Mapping[str, str] | None) -> None:
    book.check_member(f"{at}.colour", warning.get("colour"), COLOURS, A_COLOUR)
    book.check_known(f"{at}.letter", warning.get("letter"), book.section("letters"), A_LETTER)
    book.check_known(f"{at}.opens", warning.get("opens"), book.section("kind"), A_KIND)
    tell = warning.get("tell", ())
    check_relations(tell, desks=desks, parties=None, kind="", note=book, at=f"{at}.tell", without=("clock", "public"))


def _check_ladder(shelf: Shelf, book: Book, id_: str, ladder: Table) -> None:
    at = f"ladder.{id_}"
    book.check_member(f"{at}.unit", ladder.get("unit"), LADDER_UNITS, A_UNIT)
    steps = ladder.get("steps", ())
    days = [step["at"] for step in steps if "at" in step]
    if any(earlier >= later for earlier, later in pairwise(days)):
        book.add("P35", f"{at}.steps")
    own = book.desks() if book.section("kind") else None  # a shared ladder uses the desks of who uses it
    for place, step in enumerate(steps):
        _check_warning(book, step, f"{at}.steps[{place}]", own)
    _check_opens(book, id_, steps, at)
    for user, where in _users(shelf, book, id_):
        for step in steps:
            for relation in step.get("tell", ()):
                if relation.startswith("desk.") and relation.removeprefix("desk.") not in user.desks():
                    user.add("P09", where, it=relation.removeprefix("desk."))


def _check_opens(book: Book, ladder: str, steps: Iterable[Table], at: str) -> None:
    """Note P51 for a kind that a step opens under cases where it may not stand, or that the clock may not open."""
    kinds = book.section("kind")
    users = [
        id_ for id_, kind in kinds.items() if ladder in {one.get("ladder") for one in kind.get("clocks", {}).values()}
    ]
    for place, step in enumerate(steps):
        opened = step.get("opens", "")
        for user in users if opened in kinds else ():
            _check_may_open(book, opened, user, f"{at}.steps[{place}].opens")


def _check_may_open(book: Book, opened: str, user: str, at: str) -> None:
    """Note P51 for a kind that may stand neither alone nor at or above a case of kind `user`, or that the clock may not open."""
    parents = set(parents_of(book, opened))
    stands = not parents or parents & {user, *ancestors_of(book, user)}
    if not stands or "clock" not in book.section("kind")[opened].get("opened_by", ()):
        book.add("P51", at, it=opened, kind=user)


def _users(shelf: Shelf, owner: Book, ladder: str) -> Iterable[tuple[Book, str]]:
    for book in shelf.books.values():
        if book is owner:
            continue
        for kind_id, kind in book.section("kind").items():
            for clock_id, clock in kind.get("clocks", {}).items():
                if shelf.find(book, "ladder", clock.get("ladder", "")) == (owner, ladder):
                    yield book, f"kind.{kind_id}.clocks.{clock_id}.ladder"


def _check_letter(book: Book, letter: Table, at: str) -> None:
    fine = {"{year}", "{seq}", *(f"{{seq:{width}}}" for width in range(1, 10))}
    if not set(_PLACES.findall(letter.get("number", ""))) <= fine:
        book.add("P03", f"{at}.number", wanted=_NUMBER)
    to = letter.get("to", ())
    check_relations(to, desks=book.desks(), parties=None, kind="", note=book, at=f"{at}.to", without=("clock",))
    for following in letter.get("then", ()):
        book.check_known(f"{at}.then", following, book.section("letters"), A_LETTER)
    book.check_known(f"{at}.talk", letter.get("talk"), book.section("document"), A_DOCUMENT)


def _check_figure(shelf: Shelf, book: Book, id_: str, figure: Table, at: str) -> None:
    if id_ in FACTS or id_ in PARTIES:
        book.add("P28", at, it=id_)
    said = [operator for operator in OPERATORS if operator in figure]
    if len(said) != 1:
        book.add("P36", at, known=joined(OPERATORS))
    if "where" in figure and not set(said) & set(OPERATORS_ON_CASES):
        book.add("P37", f"{at}.where")
    for operator in said:
        if operator in OPERATORS_ON_CASES:
            written = figure[operator]
            for of in (written,) if isinstance(written, str) else written:
                _check_source(shelf, book, operator, of, at)
        elif operator in OPERATORS_ON_FIGURES:
            for other in figure[operator]:
                book.check_known(f"{at}.{operator}", other, book.section("figures"), A_FIGURE)
            if operator in {"less", "plus"}:
                _check_one_unit(book, figure, operator, at)
    book.check_member(f"{at}.every", figure.get("every"), PERIODS, A_PERIOD)
    if ("target" in figure and "better" not in figure) or figure.get("better", "higher") not in BETTER:
        book.add("P38", at)


def _check_one_unit(book: Book, figure: Table, operator: str, at: str) -> None:
    """Note P52 for a sum or difference of amounts in 元 and in 万元, or that calls itself by the other unit."""
    figures = book.section("figures")
    units = {other: figures.get(other, {}).get("unit", "") for other in figure[operator]}
    of_money = {other: unit for other, unit in units.items() if unit in MONEY_UNITS}
    own = figure.get("unit", "")
    first = own if own in MONEY_UNITS else next(iter(of_money.values()), "")
    for other, unit in of_money.items():
        if unit != first:
            book.add("P52", f"{at}.{operator}", it=other, unit=unit, other=first)


def _check_source(shelf: Shelf, book: Book, operator: str, of: str, at: str) -> None:
    here = f"{at}.{operator}"
    if operator == "count" and (scope := scope_of(shelf, book, of)) is not None:
        path = ""
    else:
        scope, path = source_of(shelf, book, of)
    if scope is None:
        elsewhere = "." in of and of.partition(".")[0] not in shelf.books
        if not (shelf.alone and elsewhere):
            book.add("P13", here, it=of, a=A_KIND)
        return
    taken = check_path(scope, path, book, here) if path else None
    if taken is not None and taken.personal:
        book.add("P53", here, it=path)
    figure = book.section("figures")[at.removeprefix("figures.")]
    is_number = operator in {"sum", "mean"} and taken is not None and taken.type == "number"
    if is_number and (unit := figure.get("unit", "")) in MONEY_UNITS:
        book.add("P55", here, it=path, unit=unit)
    check_condition(scope, figure.get("where"), book, f"{at}.where")
    check_open(scope, figure.get("where"), book, f"{at}.where")
    if "dated" in figure:
        check_path(scope, figure["dated"], book, f"{at}.dated")


def kinds_of_figure(book: Book, figure: str, above: tuple[str, ...] = ()) -> set[str]:
    """Return the kinds and records whose rows a figure is taken from in the end; figures that lead in a circle have none."""
    written = book.section("figures").get(figure, {})
    found: set[str] = set()
    for operator in (*OPERATORS_ON_CASES, *OPERATORS_ON_FIGURES):
        of = written.get(operator, ())
        for one in (of,) if isinstance(of, str) else of:
            if operator in OPERATORS_ON_CASES:
                found.add(one.partition(".")[0])
            elif one not in (*above, figure):
                found |= kinds_of_figure(book, one, (*above, figure))
    return found


def scope_of(shelf: Shelf, book: Book, kind: str) -> Scope | None:
    """Return the scope of a kind, `pack.kind`, or a record that some kind of the pack keeps; None if there is none."""
    if (found := shelf.find(book, "kind", kind)) is not None:
        return Scope(shelf, *found)
    if kind not in RECORDS:
        return None
    needed = CAPABILITY_OF_RECORD.get(kind)
    kept = needed is None or any(needed in one.get("uses", ()) for one in book.section("kind").values())
    return Scope(shelf, book, kind) if kept else None


def source_of(shelf: Shelf, book: Book, of: str) -> tuple[Scope | None, str]:
    """Return the scope and the path of `kind.path` or `pack.kind.path`; no scope if there is no such kind."""
    head, _, rest = of.partition(".")
    if (scope := scope_of(shelf, book, head)) is not None:
        return scope, rest
    kind, _, path = rest.partition(".")
    return scope_of(shelf, book, f"{head}.{kind}"), path


def _check_rule(shelf: Shelf, book: Book, rule: Table, at: str) -> None:
    of = rule.get("of")
    known = {**book.section("kind"), "unit": None, "area": None}
    book.check_known(f"{at}.of", of, known, A_KIND)
    if of in known:
        where = rule.get("where", {})
        if of == "unit":
            standings = [path for path in where if path.partition(".")[0] in STANDINGS and "." in path]
            for path in standings:
                book.check_known(f"{at}.where.{path}", path.partition(".")[2], book.section("boards"), A_BOARD)
            where = {path: must for path, must in where.items() if path not in standings}
        scope = Scope(shelf, book, of if of in book.section("kind") else None)
        check_condition(scope, where, book, f"{at}.where")
        check_open(scope, where, book, f"{at}.where")
    book.check_member(f"{at}.every", rule.get("every"), PERIODS, A_PERIOD)
    book.check_member(f"{at}.within", rule.get("within"), PERIODS, A_PERIOD)
    order = list(PERIODS)
    every, within = rule.get("every"), rule.get("within")
    if every in order and within in order and order.index(within) <= order.index(every):
        book.add("P54", f"{at}.within", it=within, every=every)
    _check_warning(book, rule, at, book.desks())
    if (opened := rule.get("opens")) in book.section("kind"):
        _check_may_open(book, opened, of if of in book.section("kind") else opened, f"{at}.opens")
