"""The mapping of columns as a form: every column with its heading, some values, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.documents.files.worksheets import Worksheet, text_of
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.ledger_in.models import LedgerImport
from bihuan.loop.ledger_in.queries import meanings_of, sources_of
from bihuan.loop.ledger_in.reading import bytes_of, read_ledger, suggested_source
from bihuan.web.ledger_in.listing import head_of, import_url

SAMPLES = 3
SAMPLE = 40  # characters
LOOKED_AT = 40  # rows for samples


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column: its letter, bands and title, values from the first rows, its meaning; `note` says where that comes from."""

    name: str
    letter: str
    bands: str
    title: str
    samples: tuple[str, ...]
    to: str
    note: str


@dataclass(frozen=True, slots=True)
class SheetShown:
    """One sheet; first and last are rows as a spreadsheet counts them."""

    prefix: str
    name: str
    use: bool
    kind: str
    first: int
    last: int
    columns: tuple[ColumnShown, ...]


def mapping_page(ledger: LedgerImport, *, refused: str = "") -> dict[str, Any]:
    """Return what the mapping page shows."""
    meanings = meanings_of(ledger.top, ledger.form)
    sheets = read_ledger(bytes_of(ledger), ledger.name)
    groups = [
        (words(kind.title), [(target.id, words(target.title)) for target in meanings.of(kind.id)])
        for kind in meanings.kinds
    ]
    shown = [_sheet(place, sheet, plan) for place, (sheet, plan) in enumerate(zip(sheets, ledger.sheets, strict=False))]
    return {
        "place": "rounds",
        "head": head_of(ledger.top, _("What the columns mean"), ledger.name, last=ledger.name),
        "sheets": shown,
        "groups": groups,
        "kinds": [(kind.id, words(kind.title)) for kind in meanings.kinds],
        "source": ledger.source or suggested_source(ledger.name),
        "sources": sources_of(ledger.area_id, ledger.top.pack, ledger.form),
        "map_url": import_url(ledger, "ledger_map"),
        "drop_url": import_url(ledger, "ledger_drop"),
        "refused": refused,
    }


def _sheet(place: int, sheet: Worksheet, plan: Mapping[str, Any]) -> SheetShown:
    below = [row for number, row in enumerate(sheet.head(LOOKED_AT)) if number >= plan["below"]]
    columns = tuple(
        ColumnShown(
            name=f"s{place}c{one['at']}",
            letter=letter_of(one["at"]),
            bands=" › ".join(one["path"][:-1]),
            title=one["path"][-1],
            samples=_samples(below, one["at"]),
            to=one["to"],
            note=_("as last time") if one["why"] == "remembered" else "",
        )
        for one in plan["columns"]
    )
    return SheetShown(f"s{place}", sheet.name, plan["use"], plan["kind"], plan["first"] + 1, plan["last"] + 1, columns)


def _samples(rows: list[Any], at: int) -> tuple[str, ...]:
    texts = (text_of(row[at]) for row in rows if at < len(row))
    filled = list(dict.fromkeys(text[:SAMPLE] + ("…" if len(text) > SAMPLE else "") for text in texts if text))
    return tuple(filled[:SAMPLES])


def letter_of(at: int) -> str:
    """Return the letters of a column as a spreadsheet names it: A, B … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def chosen(ledger: LedgerImport, post: QueryDict) -> list[dict[str, Any]]:
    """Return what a person chose, one for each sheet, in the form of `map_ledger`. Raises Refused for rows that are no numbers."""
    found = []
    for place, plan in enumerate(ledger.sheets):
        prefix = f"s{place}"
        try:
            first = int(post.get(f"{prefix}first") or plan["first"] + 1) - 1
            last = int(post.get(f"{prefix}last") or plan["last"] + 1) - 1
        except ValueError:
            raise Refused(_("Write the rows of the head as numbers.")) from None
        found.append(
            {
                "use": f"{prefix}use" in post,
                "kind": post.get(f"{prefix}kind") or plan["kind"],
                "first": max(first, 0),
                "last": max(last, 0),
                "columns": {
                    one["at"]: post[name] for one in plan["columns"] if (name := f"{prefix}c{one['at']}") in post
                },
            }
        )
    return found
