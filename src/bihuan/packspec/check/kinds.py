"""Kinds with their fields, clocks, reviews and what of them may be shown outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.check.book import Book, Shelf, agenda_lists, ancestors_of, joined, parents_of
from bihuan.packspec.check.paths import (
    A_DATE,
    A_NUMBER,
    Scope,
    check_condition,
    check_path,
    check_typed,
    check_values,
    meaning_of,
)
from bihuan.packspec.check.people import check_relations
from bihuan.packspec.sentences import A_KIND, A_LADDER, A_LIST, OPTIONS
from bihuan.packspec.shape import WHATS
from bihuan.packspec.sources import Table
from bihuan.packspec.vocabulary import CAPABILITIES, FACTS, FIELD_TYPES, PARTIES, PERIODS, UNITS_OF_TIME

SLOTS: Final[Mapping[str, str]] = {"number": "number", "money": "number", "date": "date"}  # every other type: text
SLOTS_OF_EACH: Final = 3
HELD_ON: Final = "held_on"  # the day of what has a sign-in sheet; all sheets of an area are counted by it
_PLACES: Final = re.compile(r"\{[^{}]*\}")
_SEQ: Final = re.compile(r"\{seq(:[1-9])?\}")
_NUMBER: Final = Text("编号，可用{year} {seq} {seq:3} {parent}", "a number with {year} {seq} {seq:3} {parent}")


def check_kinds(shelf: Shelf, book: Book) -> None:
    """Check everything that stands below `[kind.…]`."""
    for id_, kind in book.section("kind").items():
        at = f"kind.{id_}"
        scope = Scope(shelf, book, id_)
        shelf.check_lifecycle_name(book, id_)
        _check_head(scope, kind, at)
        _check_openers(scope, kind, at)
        _check_automatic(scope, kind, at)
        _check_public(scope, kind, at)
        _check_walled(scope, kind, at)
        for field, written in kind.get("fields", {}).items():
            _check_field(scope, field, written, f"{at}.fields.{field}")
        _check_slots(book, kind, at)
        for clock, written in kind.get("clocks", {}).items():
            _check_clock(scope, written, f"{at}.clocks.{clock}")
        _check_reviews(scope, kind, at)


def _check_head(scope: Scope, kind: Table, at: str) -> None:
    book = scope.book
    written = kind.get("parent", ())
    for parent in (written,) if isinstance(written, str) else written:
        book.check_known(f"{at}.parent", parent, book.section("kind"), A_KIND)
    places = _PLACES.findall(kind.get("number", ""))
    fine = {"{year}"} | ({"{parent}"} if written else set())
    if not all(place in fine or _SEQ.fullmatch(place) for place in places):
        book.add("P03", f"{at}.number", wanted=_NUMBER)
    for capability in kind.get("uses", ()):
        book.check_member(f"{at}.uses", capability, CAPABILITIES, Text("功能", "capability"))
    for party in kind.get("parties", {}):
        book.check_member(f"{at}.parties.{party}", party, PARTIES, Text("单位或人员", "party"))


def _check_openers(scope: Scope, kind: Table, at: str) -> None:
    book = scope.book
    parties = {party for party in kind.get("parties", {}) if party in {"applicant", "responsible"}}
    for parent in parents_of(book, scope.name):
        parties.update(book.section("kind")[parent].get("parties", {}))
    openers = kind.get("opened_by", ())
    here = f"{at}.opened_by"
    check_relations(openers, desks=book.desks(), parties=parties, kind=scope.name, note=book, at=here)
    check_condition(scope, kind.get("opened_when"), book, f"{at}.opened_when")


def _check_automatic(scope: Scope, kind: Table, at: str) -> None:
    book = scope.book
    if (each := kind.get("one_for_each")) is not None and each != "unit":
        check_path(scope, each, book, f"{at}.one_for_each")
    repeats = kind.get("repeats")
    if repeats is not None:
        meaning = None if repeats in PERIODS else meaning_of(scope, repeats)
        for period in (repeats,) if meaning is None else meaning.values or ():
            book.check_member(f"{at}.repeats", period, PERIODS, Text("周期", "period"))
    book.check_known(f"{at}.samples", kind.get("samples"), book.section("list"), A_LIST)
    if (start := kind.get("repeats_from")) is not None:
        check_typed(scope, start, book, f"{at}.repeats_from", A_DATE)
    if isinstance(before := kind.get("days_before"), str):
        check_typed(scope, before, book, f"{at}.days_before", A_NUMBER)
    for entry in kind.get("agenda", ()):
        if "." in entry:
            check_path(scope, entry, book, f"{at}.agenda")
        for list_ in agenda_lists(book, entry):
            book.check_known(f"{at}.agenda", list_, book.section("list"), A_LIST)


def _check_walled(scope: Scope, kind: Table, at: str) -> None:
    """Note P27 for what would carry a case behind a wall out of the house; what stands below a wall stands behind it too."""
    book = scope.book
    if not _is_walled(book, at.removeprefix("kind.")):
        return
    for id_, document in book.section("document").items():
        if at.removeprefix("kind.") in document.get("of", ()):
            book.add("P27", f"document.{id_}.of")
    for id_, clock in kind.get("clocks", {}).items():
        ladder = book.section("ladder").get(clock.get("ladder", ""), {})
        if any("letter" in step for step in ladder.get("steps", ())):
            book.add("P27", f"{at}.clocks.{id_}.ladder")


def _is_walled(book: Book, kind: str) -> bool:
    """Return whether cases of a kind stand behind a wall: their own, or that of a kind above."""
    above = ancestors_of(book, kind)
    return any(book.section("kind").get(one, {}).get("walled", False) for one in (kind, *above))


def _check_public(scope: Scope, kind: Table, at: str) -> None:
    book, here = scope.book, f"{at}.public"
    paths = kind.get("public", ())
    if paths and _is_walled(book, at.removeprefix("kind.")):
        book.add("P27", here)
    for path in paths:
        meaning = check_path(scope, path, book, here)
        if meaning is not None and meaning.personal:
            book.add("P26", here, it=path)
        if meaning is not None and meaning.scope.table.get("walled") and not kind.get("walled"):
            book.add("P27", here)


def _check_field(scope: Scope, id_: str, field: Table, at: str) -> None:
    book = scope.book
    type_ = field.get("type", "text")
    book.check_member(f"{at}.type", type_, FIELD_TYPES, Text("字段类型", "field type"))
    if id_ in FACTS or id_ in PARTIES or id_ in book.section("figures"):
        book.add("P28", at, it=id_)
    if ("options" in field) != (type_ == "choice") or ("to" in field) != (type_ == "link"):
        book.add("P29", at)
    if id_ == HELD_ON and type_ != "date" and "attendance" in scope.table.get("uses", ()):
        book.add("P03", f"{at}.type", wanted=A_DATE)
    book.check_known(f"{at}.options", field.get("options"), book.section("options"), OPTIONS)
    for kind in field.get("to", ()):
        scope.shelf.refer(book, "kind", kind, f"{at}.to", A_KIND)
    check_condition(scope, field.get("required"), book, f"{at}.required")
    if "default" in field and type_ in FIELD_TYPES:
        _check_default(scope, id_, field, f"{at}.default")


def _check_default(scope: Scope, id_: str, field: Table, at: str) -> None:
    default, many = field["default"], field.get("many", False)
    values = default if many and isinstance(default, list) else [default]
    if isinstance(default, list) != many or not all(_fits(field.get("type", "text"), value) for value in values):
        scope.book.add("P03", at, wanted=WHATS["value"])
        return
    meaning = meaning_of(scope, id_)
    if meaning is not None and field.get("type") == "choice":
        check_values(meaning, values, scope.book, at)


def _fits(type_: str, value: Any) -> bool:
    match type_:
        case "number" | "money":
            return isinstance(value, int | Decimal) and not isinstance(value, bool)
        case "date":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "yes_no":
            return isinstance(value, bool)
    return isinstance(value, str)


def _check_slots(book: Book, kind: Table, at: str) -> None:
    indexed = [field for field in kind.get("fields", {}).values() if field.get("indexed")]
    taken = Counter(SLOTS.get(field.get("type", "text"), "text") for field in indexed)
    for slot, many in taken.items():
        if many > SLOTS_OF_EACH:
            book.add("P45", f"{at}.fields", it=slot, many=many)


def _check_clock(scope: Scope, clock: Table, at: str) -> None:
    book = scope.book
    states = scope.shelf.states_of(book, scope.name)
    for state in clock.get("runs_in", ()):
        if states and state not in states:
            book.add("P15", f"{at}.runs_in", it=state, kind=scope.name)
    _check_spans(scope, clock, at, UNITS_OF_TIME, least=1)
    if (start := clock.get("counted_from")) is not None:
        check_typed(scope, start, book, f"{at}.counted_from", A_DATE)
    if (ladder := clock.get("ladder")) is not None:
        scope.shelf.refer(book, "ladder", ladder, f"{at}.ladder", A_LADDER)
    extension = clock.get("extension", {})
    for key in ("by", "decided_by"):
        _check_signers(scope, extension.get(key, ()), f"{at}.extension.{key}")


def _check_spans(scope: Scope, table: Table, at: str, units: Collection[str], *, least: int) -> None:
    said = [unit for unit in units if unit in table]
    if not least <= len(said) <= 1:
        scope.book.add("P34", at, known=joined(units))
    for unit in said:
        value, here = table[unit], f"{at}.{unit}"
        if isinstance(value, str):
            check_typed(scope, value, scope.book, here, A_DATE if unit == "until" else A_NUMBER)
        elif unit == "until":
            scope.book.add("P03", here, wanted=A_DATE)


def _check_signers(scope: Scope, relations: Collection[str], at: str) -> None:
    check_relations(
        relations,
        desks=scope.book.desks(),
        parties=scope.table.get("parties", {}),
        kind=scope.name,
        note=scope.book,
        at=at,
        without=("clock", "public", "anyone"),
    )


def _check_reviews(scope: Scope, kind: Table, at: str) -> None:
    book = scope.book
    reviews: Mapping[str, Table] = kind.get("review", {})
    states = scope.shelf.states_of(book, scope.name)
    for id_, state in states.items():
        if state.get("category") == "review" and id_ not in reviews:
            book.add("P30", at, it=id_)
    for id_, review in reviews.items():
        here = f"{at}.review.{id_}"
        if states and states.get(id_, {}).get("category") != "review":
            book.add("P31", here, it=id_)
        if not 1 <= len(review.get("steps", ())) <= 5:
            book.add("P32", here)
        if (above := review.get("set_by")) is not None and above not in ancestors_of(book, scope.name):
            book.add("P13", f"{here}.set_by", it=above, a=A_KIND)
        for place, step in enumerate(review.get("steps", ())):
            _check_signers(scope, step.get("signed_by", ()), f"{here}.steps[{place}].signed_by")
            units = [unit for unit in UNITS_OF_TIME if unit != "until"]
            _check_spans(scope, step, f"{here}.steps[{place}]", units, least=0)
            check_condition(scope, step.get("when"), book, f"{here}.steps[{place}].when")
