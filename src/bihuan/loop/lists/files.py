"""Lists as files: one list or all of a round, for everybody or for one unit, or one workbook for each unit in a zip."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.documents.layout.docx import write_docx_book
from bihuan.documents.layout.sheet import Book
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.listing import Listing, listing_of
from bihuan.loop.lists.queries import Over, lists_of, pack_of_lists, parts_elsewhere
from bihuan.loop.lists.reading import members
from bihuan.loop.lists.rows import PARTIES, root_of

FORMS: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ZIP: Final = "application/zip"
AT_ONCE: Final = 2000  # rows: more are written by a worker
LANGUAGES: Final = ("zh-hans", "en")
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\s]+')
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is to be written.

    lists: ids; one list, or several as sheets of one file. unit: id of the unit it is taken out for. form: key of FORMS.
    by_unit: one workbook for each unit, all in one zip; then `unit` is not looked at. pack: id, where it is not a round's.
    """

    round_id: int | None
    lists: tuple[str, ...]
    asof: date
    form: str = "xlsx"
    unit: int | None = None
    language: str = "zh-hans"
    by_unit: bool = False
    pack: str = ""

    def given(self) -> dict[str, Any]:
        """Return it as the plain JSON of a job."""
        return {
            "round": self.round_id,
            "lists": list(self.lists),
            "asof": self.asof.isoformat(),
            "form": self.form,
            "unit": self.unit,
            "language": self.language,
            "by_unit": self.by_unit,
            "pack": self.pack,
        }

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Wanted:
        """Return what the plain JSON of a job says."""
        return cls(
            round_id=given["round"],
            lists=tuple(given["lists"]),
            asof=date.fromisoformat(given["asof"]),
            form=given["form"],
            unit=given["unit"],
            language=given["language"],
            by_unit=given["by_unit"],
            pack=given.get("pack", ""),
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """Lists that were counted and not yet written. rows: of all of them together."""

    listings: tuple[Listing, ...]
    rows: int
    name: str
    form: str

    def write(self, path: Path | IO[bytes], *, progress: Progress | None = None) -> None:
        """Write the file. progress: called with the number of rows written so far."""
        sheets = tuple(one.sheet() for one in self.listings)
        write_book(Book(sheets, mark_of(self.listings)), self.form, path, progress=progress)


def prepare(actor: Actor, round_: Over, wanted: Wanted, *, today: date) -> Prepared:
    """
    Return the lists that are wanted, counted and ready to be written; only what the actor may see.

    Raises ListNotFound for a list or a unit there is not; DayToCome.
    """
    unit = Unit.objects.filter(area_id=actor.area_id, pk=wanted.unit).first() if wanted.unit else None
    if wanted.unit and unit is None:
        raise ListNotFound(str(wanted.unit))
    seen = outside_walls(visible_to(actor))
    listings = tuple(
        listing_of(actor, round_, id_, asof=wanted.asof, today=today, unit=unit, language=wanted.language, among=seen)
        for id_ in wanted.lists
    )
    title = listings[0].title if len(listings) == 1 else _all_title(round_, unit, wanted.language)
    return Prepared(
        listings, sum(one.count for one in listings), file_name(title, wanted.asof, wanted.form), wanted.form
    )


def write_by_unit(
    actor: Actor, round_: Over, wanted: Wanted, target: Path, *, today: date, progress: Callable[[int, int], None]
) -> int:
    """
    Write one workbook for each unit that takes part in what the lists hold, all in one zip, and return how many.

    Each workbook has a sheet for each list that has rows for the unit. Raises ListNotFound, DayToCome.
    """
    seen = outside_walls(visible_to(actor))
    units = units_taking_part(actor, round_, asof=wanted.asof, today=today, among=seen)
    written = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, (unit_id, name) in enumerate(units.items(), start=1):
            prepared = prepare(actor, round_, replace(wanted, unit=unit_id, by_unit=False), today=today)
            filled = tuple(one for one in prepared.listings if one.count)
            if filled:
                buffer = BytesIO()
                replace(prepared, listings=filled).write(buffer)
                member = zipfile.ZipInfo(
                    file_name(f"{done:02d} {name}", wanted.asof, wanted.form), (2000, 1, 1, 0, 0, 0)
                )
                archive.writestr(member, buffer.getvalue(), zipfile.ZIP_DEFLATED)
                written += 1
            progress(done, len(units))
    return written


def write_book(book: Book, form: str, path: Path | IO[bytes], *, progress: Progress | None = None) -> None:
    """Write a book in one of FORMS."""
    if form == "docx":
        write_docx_book(book, path)
    else:
        write_xlsx(book, path, progress=progress)


def units_taking_part(
    actor: Actor, round_: Over, *, asof: date, today: date, among: QuerySet[Case] | None = None
) -> dict[int, str]:
    """
    Return the units that are responsible, lead or assist below a round at the end of a day, by id, in the order of the tree.

    among: what the actor may see, where that is known.
    """
    listed = _listed(round_)
    if asof == today:
        seen = visible_to(actor) if among is None else among
        of = Q()
        for pack, kinds in listed.items():
            of |= Q(pack=pack, kind__in=kinds)
        cases = seen.filter(of).order_by()
        cases = cases.filter(root_id=round_.pk) if isinstance(round_, Case) else cases
        ids = set(
            CaseParty.objects.filter(area_id=actor.area_id, party__in=PARTIES, case_id__in=cases.values("pk"))
            .order_by()
            .values_list("unit_id", flat=True)
            .distinct()
        )
        names: dict[int, str] = {}
    else:
        root = root_of(round_)
        found = chain.from_iterable(
            cases_at(actor, pack=pack, kinds=kinds, asof=asof, today=today, root=root, among=among)
            for pack, kinds in listed.items()
        )
        names = {one.id: one.name for case in found for party in PARTIES for one in members(case, party)}
        ids = set(names)
    rows = Unit.objects.filter(area_id=actor.area_id, pk__in=ids).order_by("order", "pk")
    return {pk: names.get(pk, name) for pk, name in rows.values_list("pk", "name")}


def _listed(over: Over) -> dict[str, list[str]]:
    """Return the kinds that some list shows, by pack."""
    pack, lists = pack_of_lists(over), lists_of(over, hidden=True)
    kinds = {kind for one in lists for kind in one.spec.of}
    found = {pack.id: [kind for kind in pack.kinds if kind in kinds]}
    for one in lists:
        for other, narrow in parts_elsewhere(over, one):
            found[other.id] = list(dict.fromkeys((*found.get(other.id, ()), *narrow.spec.of)))
    return found


def file_name(title: str, asof: date, form: str) -> str:
    """Return the name of a file: the title, the day, the ending; without signs that some system forbids."""
    return f"{_UNFIT.sub(' ', title).strip()[:120]}（截至{asof:%Y%m%d}）.{form}"


def zip_name(round_: Over, asof: date) -> str:
    """Return the name of the zip with one workbook for each unit."""
    return file_name(f"{round_.subject}清单（按单位分发）", asof, "zip")


def mark_of(listings: Iterable[Listing]) -> str:
    """Return the mark that names what the sheets of a file are."""
    sheets = [{"list": one.of.id, "asof": one.asof.isoformat(), "rows": one.count} for one in listings]
    return json.dumps({"made": "lists", "sheets": sheets}, ensure_ascii=False)


def _all_title(round_: Over, unit: Unit | None, language: str) -> str:
    if language == "en":
        return f"All lists: {round_.subject}{f' ({unit.name})' if unit else ''}"
    return f"{round_.subject}全部清单{f'（{unit.name}）' if unit else ''}"
