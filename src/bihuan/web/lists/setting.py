"""The page on which the office names a list of a round and chooses its columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.models import Case
from bihuan.loop.lists.columns import column_title
from bihuan.loop.lists.queries import RoundColumn, RoundList, pack_of_lists, paths_offered
from bihuan.packspec.model import Pack
from bihuan.web.lists.asked import page_language
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class Choice:
    """One column that can be chosen. usual: the pack's title; title: the round's own; place: from 1, "" for none."""

    path: str
    usual: str
    title: str
    chosen: bool
    place: str
    bands: str


@dataclass(frozen=True, slots=True)
class SettingPage:
    """Everything the form shows. name: the round's own; usual: the pack's."""

    head: Head
    name: str
    usual: str
    shown: bool
    public: bool
    chosen: tuple[Choice, ...]
    more: tuple[Choice, ...]
    is_set: bool
    back: str


def setting_page(round_: Case, one: RoundList, typed: QueryDict | None = None) -> SettingPage:
    """Return the form of one list; typed: what the person typed and was refused."""
    pack, language = pack_of_lists(round_), page_language()
    columns = [column.path for column in one.columns]
    paths = [*columns, *(path for path in paths_offered(pack, one.spec) if path not in columns)]
    choices = tuple(_choice(pack, one, path, typed) for path in paths)
    back = reverse("round_list", kwargs={"pack": round_.pack, "number": round_.number, "list_id": one.id})
    return SettingPage(
        head=_head(round_, one, back),
        name=typed.get("name", "") if typed is not None else one.name,
        usual=one.spec.title.in_(language),
        shown=("shown" in typed) if typed is not None else one.shown,
        public=one.spec.public,
        chosen=choices[: len(columns)],
        more=choices[len(columns) :],
        is_set=one.is_set,
        back=back,
    )


def columns_typed(typed: QueryDict) -> list[RoundColumn]:
    """Return the chosen columns of the form in the order of the places typed; without a place behind those that have one."""
    chosen = typed.getlist("column")
    places = {path: number_in(typed.get(f"place:{path}")) for path in chosen}
    last = len(chosen) + 1000
    ordered = sorted(enumerate(chosen), key=lambda one: (places[one[1]] or last, one[0]))
    return [RoundColumn(path, typed.get(f"title:{path}", "").strip()) for _, path in ordered]


def _choice(pack: Pack, one: RoundList, path: str, typed: QueryDict | None) -> Choice:
    language = page_language()
    usual = column_title(pack, pack.kinds[one.spec.of[0]], path).in_(language)
    over = " / ".join(band.title.in_(language) for band in one.spec.bands_over(path))
    if typed is not None:
        chosen = path in typed.getlist("column")
        return Choice(path, usual, typed.get(f"title:{path}", ""), chosen, typed.get(f"place:{path}", ""), over)
    for place, column in enumerate(one.columns, start=1):
        if column.path == path:
            return Choice(path, usual, column.title, True, str(place), over)
    return Choice(path, usual, "", False, "", over)


def _head(round_: Case, one: RoundList, back: str) -> Head:
    title = one.title(page_language())
    address = {"pack": round_.pack, "number": round_.number}
    crumbs = (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.subject, reverse("round", kwargs=address)),
        Link(_("Lists"), reverse("round_lists", kwargs=address)),
        Link(title, back),
    )
    facts = _("What is set here holds for this round alone; the change stands in the trail of the round.")
    return Head(_("Name and columns"), crumbs=crumbs, facts=facts)
