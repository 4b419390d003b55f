"""The ledger page put together: from an address and a person to shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.ledger import SIZES, Counts, counts_of, filtered, page_of
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.cases.views import views_of
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import PackNotFound
from bihuan.loop.intake.rules import can_bring_in
from bihuan.loop.lifecycle.packs import pack_in_use, pack_known
from bihuan.packspec.bilingual import Text
from bihuan.web.case.marks import case_url
from bihuan.web.ledger.address import Address
from bihuan.web.ledger.columns import LedgerColumn, Sight, chosen, columns_of, names_in, sort_title
from bihuan.web.places import LEDGER_PACK, system_url
from bihuan.web.shapes import (
    Asof,
    Bulk,
    BulkAction,
    Chip,
    Column,
    Combo,
    Empty,
    Head,
    Ledger,
    LedgerRow,
    Light,
    Link,
    Nature,
    Pager,
    Stage,
    Sum,
    SumEntry,
    Views,
)

PACK = "rectification"
KIND = "measure"
# What a row shows, and no more: fifty rows with all that stands around them are most of the work of the page.
RELATED = ("responsible", "lead", "leader", "handler", "parent")
READ = (
    "area_id", "pack", "kind", "number", "subject", "state", "category", "turn", "nature", "due", "original_due",
    "finished_on", "closed_on", "runs_until", "runs_at", "wall", "soon_on", "urgency", "paused", "held", "fields", "evidence_count",
    "last_verb", "last_at", "responsible__name", "responsible__short_name", "lead__name", "lead__short_name",
    "leader__name", "handler__name", "parent__number", "parent__subject", "parent__parent_id",
    "parent__wall",
)  # fmt: skip
NO_NATURE = Text("未定", "Not set")


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Everything the template shows."""

    head: Head
    kinds: tuple[Link, ...]
    views: Views
    chips: tuple[Chip, ...]
    sums: tuple[Sum, ...]
    ledger: Ledger
    bulk: Bulk | None
    pager: Pager
    empty: Empty | None
    all_columns: tuple[tuple[LedgerColumn, bool], ...]
    address: Address
    counts: Counts
    options: dict[str, Any]
    behind: tuple[int, ...]  # ids of the cases behind walls whose rows stand on it


def address_of(query: Any, area_id: int) -> Address:
    """Return the address read against the newest release of the pack it names; without one it knows, the rectification's."""
    try:
        pack = pack_in_use(area_id, query.get("pack") or PACK)
    except PackNotFound:
        pack = pack_known(area_id, PACK)
    kind = pack.kinds.get(query.get("kind", ""), pack.kinds.get(KIND) or next(iter(pack.kinds.values())))
    return Address(query, pack, kind)


def ledger_page(actor: Actor, address: Address, day: date) -> LedgerPage:
    """Return the ledger an address asks for, as this person sees it."""
    rows = filtered(actor, address.wanted, day)
    walked = filtered(actor, address.wanted, day, for_page=True) if address.wanted.typed else rows
    counts = counts_of(rows, day, known_as=f"{actor.area_id}:{actor.person_id}:{address.view_query}")
    page = page_of(
        walked.select_related(*RELATED).only(*READ),
        address.sort,
        address.size,
        address.key,
        backwards=address.backwards,
    )
    columns = columns_of(address.kind, address.pack)
    return LedgerPage(
        head=_head(address, counts, day),
        kinds=_kinds(address),
        views=_views(actor, address),
        chips=_chips(actor, address),
        sums=_sums(address, counts),
        ledger=_ledger(actor, address, page.rows, chosen(columns, address.columns), day),
        bulk=_bulk(actor, address),
        pager=_pager(address, counts, len(page.rows), page.before, page.after),
        empty=None if page.rows else _empty(address),
        all_columns=tuple((column, column in chosen(columns, address.columns)) for column in columns),
        address=address,
        counts=counts,
        options=_options(address),
        behind=tuple(case.pk for case in page.rows if case.wall is not None),
    )


def _head(address: Address, counts: Counts, day: date) -> Head:
    title = _("%(kind)s ledger") % {"kind": words(address.kind.title)}
    facts = ngettext("%(n)d row", "%(n)d rows", counts.total) % {"n": counts.total}
    if not counts.exact:
        facts = _("%(rows)s, counted within the last half minute") % {"rows": facts}
    if address.kind.walled:
        facts = " · ".join((facts, _("These cases are confidential: only those you take part in are listed.")))
    crumbs: tuple[Link, ...] = ()
    if address.pack.id != PACK:
        crumbs = (Link(_("Systems"), reverse("systems")), Link(words(address.pack.title), system_url(address.pack.id)))
    moves = () if address.kind.walled else (Link(_("Print"), "#print", "printer"),)
    return Head(title, crumbs=crumbs, facts=facts, asof=Asof(day), moves=moves)


def _kinds(address: Address) -> tuple[Link, ...]:
    return tuple(
        Link(words(kind.title), address.of_kind(kind), current=kind.id == address.kind.id)
        for kind in address.pack.kinds.values()
    )


def _views(actor: Actor, address: Address) -> Views:
    start, chosen_natures = address.start, _has_natures(address)
    open_words, closed_words = _("Not closed"), _("Closed")
    if address.pack.id != LEDGER_PACK:  # only what is rectified is struck off
        open_words, closed_words = pgettext("of any system", "Not closed"), pgettext("of any system", "Closed")
    built_in = (
        Link(_("All"), start),
        Link(_("Overdue and due soon"), f"{start}&light=late&light=soon"),
        Link(open_words, f"{start}&category=draft&category=open&category=review"),
        *((Link(_("Standing"), f"{start}&nature=standing"),) if chosen_natures else ()),
        Link(closed_words, f"{start}&category=closed"),
    )
    own = tuple(Link(view.name, f"?{view.query}") for view in views_of(actor))
    current = f"?{address.view_query}"
    links = tuple(
        Link(link.label, link.url, current=link.url == current or (current == "?" and link.url == start))
        for link in (*built_in, *own)
    )
    save = Link(_("Save as view"), f"{reverse('ledger_views')}?{address.view_query}")
    return Views(links, save)


def _chips(actor: Actor, address: Address) -> tuple[Chip, ...]:
    """Return one chip for each condition of the address, with the names people know."""
    wanted, chips = address.wanted, []
    states = address.kind.lifecycle_of(address.pack).states
    closed_from, closed_to = _("Closed from"), _("Closed until")
    if address.pack.id != PACK:
        closed_from, closed_to = pgettext("of any system", "Closed from"), pgettext("of any system", "Closed until")
    for name, label, ids, text in (
        ("unit", _("Responsible unit"), wanted.units, _unit_names(actor, wanted.units)),
        ("lead", _("Lead unit"), wanted.leads, _unit_names(actor, wanted.leads)),
        ("state", _("Progress"), wanted.states, "、".join(words(states[one].title) for one in wanted.states)),
        (
            "category",
            _("Stage"),
            wanted.categories,
            "、".join(category_word(one, address.pack.id) for one in wanted.categories),
        ),
        ("light", _("Light"), wanted.lights, "、".join(light_word(one) for one in wanted.lights)),
        ("nature", _("Nature"), wanted.natures, "、".join(words(NATURES[one]) for one in wanted.natures)),
        ("root", _("Round"), wanted.root, _case_name(actor, wanted.root)),
        ("parent", _("Under"), wanted.parent, _case_name(actor, wanted.parent)),
        ("leader", _("Leader"), wanted.leader, _person_name(actor, wanted.leader)),
        ("turn", _("Round of rectification"), wanted.turn_from, _("%(turn)s or later") % {"turn": wanted.turn_from}),
        ("due_from", _("Due from"), wanted.due_from, str(wanted.due_from)),
        ("due_to", _("Due until"), wanted.due_to, str(wanted.due_to)),
        ("closed_from", closed_from, wanted.closed_from, str(wanted.closed_from)),
        ("closed_to", closed_to, wanted.closed_to, str(wanted.closed_to)),
        ("q", _("Words"), wanted.typed, wanted.typed),
    ):
        if ids:
            chips.append(Chip(str(label), text, remove=address.url(**{name: None}), kind="on"))
    return tuple(chips)


def _unit_names(actor: Actor, ids: tuple[int, ...]) -> str:
    return "、".join(str(unit) for unit in Unit.objects.filter(area_id=actor.area_id, pk__in=ids)) if ids else ""


def _case_name(actor: Actor, pk: int | None) -> str:
    case = visible_to(actor).filter(pk=pk).first() if pk else None
    return case.subject[:30] if case else "—"


def _person_name(actor: Actor, pk: int | None) -> str:
    person = Person.objects.filter(area_id=actor.area_id, pk=pk).first() if pk else None
    return person.name if person else "—"


def light_word(kind: str) -> str:
    """Return the word of a light."""
    return {
        "late": _("Overdue"),
        "soon": _("Due soon"),
        "ok": _("On time"),
        "pause": _("Paused"),
        "none": _("No deadline"),
    }[kind]


def category_word(category: str, pack: str = PACK) -> str:
    """Return the word of a stage: that of rectification in its own ledger, one that fits every work in others."""
    is_rectification = pack == PACK
    return {
        Category.DRAFT: _("To hand out") if is_rectification else pgettext("of any system", "Not begun"),
        Category.OPEN: _("Under way") if is_rectification else pgettext("of any system", "Under way"),
        Category.REVIEW: _("Under review"),
        Category.CLOSED: _("Closed") if is_rectification else pgettext("of any system", "Closed"),
    }[Category(category)]


def _sums(address: Address, counts: Counts) -> tuple[Sum, ...]:
    lifecycle = address.kind.lifecycle_of(address.pack)
    cells = {"draft": 1, "open": 2, "review": 3, "closed": 4}
    progress = tuple(
        SumEntry(
            Stage(1 if lifecycle.awaits_receipt(state.id) else cells[state.category], words(state.title)),
            counts.states.get(state.id, 0),
            address.toggled("state", state.id),
            address.has("state", state.id),
        )
        for state in lifecycle.states.values()
        if counts.states.get(state.id, 0) or state.category != "draft"
    )
    lights = tuple(
        SumEntry(
            Light(light), counts.lights.get(light, 0), address.toggled("light", light), address.has("light", light)
        )
        for light in ("late", "soon", "ok", "pause")
    )
    natures = tuple(
        SumEntry(
            Nature(nature, text.zh[:1], words(text)),
            counts.natures.get(nature, 0),
            address.toggled("nature", nature),
            address.has("nature", nature),
        )
        for nature, text in NATURES.items()
    )
    of_nature = (Sum(_("Nature"), natures),) if _has_natures(address) else ()
    return (Sum(_("Progress"), progress), Sum(_("Light"), lights), *of_nature)


def _has_natures(address: Address) -> bool:
    """Return whether cases of this kind have a nature of rectification: some move of theirs asks for it."""
    moves = address.kind.lifecycle_of(address.pack).moves.values()
    return address.pack.id == PACK or any("nature" in move.asks for move in moves)


def _ledger(actor: Actor, address: Address, rows: list[Case], columns: tuple[LedgerColumn, ...], day: date) -> Ledger:
    sight = Sight(
        address.pack, address.kind, day, calendar_of(actor.area_id), names_in(address.kind, rows, actor.area_id)
    )
    return Ledger(
        caption=_("%(kind)s ledger as of %(day)s") % {"kind": words(address.kind.title), "day": day.isoformat()},
        number=_column(address, "number", _("Number"), "number"),
        title=Column("title", sort_title(address.kind)),
        columns=tuple(
            Column(
                column.mark or column.id,
                str(column.title),
                **_sorting(address, column.sort),
                number=column.number,
                group=column.group,
                wrap=column.wrap,
            )
            for column in columns
        ),
        rows=tuple(_row(case, sight, columns) for case in rows),
        pick="case",
    )


def _column(address: Address, id_: str, title: str, sort: str) -> Column:
    return Column(id_, title, **_sorting(address, sort))


def _sorting(address: Address, sort: str) -> Any:
    if not sort:
        return {}
    here = address.sort.removeprefix("-") == sort
    turned = address.sort.startswith("-")
    direction = ("descending" if turned != (sort == "changed") else "ascending") if here else ""
    return {"sort_url": address.url(sort=f"-{sort}" if here and not turned else sort), "sorted": direction}


def _row(case: Case, sight: Sight, columns: tuple[LedgerColumn, ...]) -> LedgerRow:
    parent = case.parent
    shown = parent is not None and parent.parent_id and parent.wall is None
    above = f"{parent.number}　{parent.subject}" if parent is not None and shown else ""
    return LedgerRow(
        number=case.number,
        title=case.subject,
        url=case_url(case),
        cells=tuple(column.cell(case, sight) for column in columns),
        parent=above,
        turn=case.turn,
    )


def _bulk(actor: Actor, address: Address) -> Bulk | None:
    """Return what may be done with chosen rows; hidden for who keeps no ledger."""
    if not can_bring_in(actor):
        return None
    moves = address.kind.lifecycle_of(address.pack).moves
    actions = [BulkAction("hand_out", words(moves["hand_out"].title), "send")] if "hand_out" in moves else []
    actions += [BulkAction("edit", _("Change values"), "edit")]
    closing = _("Closing takes a decision on every point of the standard; it is not done in bulk.")
    return Bulk((*actions, BulkAction("close", _("Close"), reason=closing)))


def _pager(address: Address, counts: Counts, shown: int, before: str, after: str) -> Pager:
    words_ = _("%(shown)s of %(total)s rows") % {"shown": shown, "total": counts.total}
    sizes = tuple(Link(str(size), address.url(size=size), current=size == address.size) for size in SIZES)
    return Pager(words_, sizes, address.url(before=before) if before else "", address.url(after=after) if after else "")


def _empty(address: Address) -> Empty:
    conditions = [
        name
        for name in ("light", "state", "category", "nature", "unit", "lead", "q", "due_from", "due_to")
        if address.query.getlist(name)
    ]
    if not conditions and address.kind.walled:
        return Empty(_("No rows that you may see"), _("Confidential cases are listed only for those whom they name."))
    if not conditions and address.pack.id != PACK:
        return Empty(_("No rows yet"), _("Cases appear here as soon as somebody opens one, or the clock does."))
    if not conditions:
        return Empty(
            _("No rows yet"),
            _("Cases appear here as soon as a document was imported and confirmed."),
            Link(_("Import a document"), reverse("intake")),
        )
    clear = Link(_("Show all"), address.start)
    return Empty(_("No row fits the conditions"), _("Take a condition away, or look at all rows."), clear)


def _options(address: Address) -> dict[str, Any]:
    """Return the choices of the form that adds a condition."""
    return {
        "states": [(state.id, words(state.title)) for state in address.kind.lifecycle_of(address.pack).states.values()],
        "lights": [(light, light_word(light)) for light in ("late", "soon", "ok", "pause", "none")],
        "unit": Combo("unit", _("Responsible unit"), reverse("find_units")),
        "natures": [(nature, words(text)) for nature, text in NATURES.items()],
    }
