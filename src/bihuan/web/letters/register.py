"""The register of letters: what is asked for, the rows of one page, and how letters were met, by unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.letters.choices import Choices, choices_of, packs_with_letters
from bihuan.loop.letters.figures import Met, met_by_addressee
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.letters.queries import STATES, RegisterFilter, names_of, register
from bihuan.loop.letters.rules import holds_office
from bihuan.loop.lifecycle.packs import packs_known
from bihuan.packspec.model import Pack
from bihuan.web.case.marks import case_url
from bihuan.web.letters.marks import receipt_light, reply_light, state_words
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Empty, Head, Light, Link, Pager

ON_A_PAGE: Final = 50
PATH_NAMES: Final = ("round", "letter", "state", "unit", "late", "since", "until", "q")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter of the register."""

    number: str
    title: str
    url: str
    case: str
    case_url: str
    to: str
    issued: date | None
    state: str
    withdrawn: bool
    receipt: Light
    reply: Light


@dataclass(frozen=True, slots=True)
class MetRow:
    """How the letters to one unit were met; a rate of nothing is a dash."""

    name: str
    issued: int
    received: str
    replied: str
    open: int
    overdue: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One filter of the page: its options as (value, words)."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The page of the register."""

    head: Head
    rows: tuple[RegisterRow, ...]
    selects: tuple[Asked, ...]
    words: str
    since: str
    until: str
    late: bool
    filtered: bool
    count: int
    total: MetRow
    met: tuple[MetRow, ...]
    pager: Pager | None
    empty: Empty
    file_url: str
    clear_url: str


def filter_of(typed: Mapping[str, str]) -> RegisterFilter:
    """Return what the address asks for; what cannot be read is not asked for."""
    state = typed.get("state", "")
    return RegisterFilter(
        round=number_in(typed.get("round")),
        letter=typed.get("letter", "")[:40],
        state=state if state in STATES else "",
        unit=number_in(typed.get("unit")),
        late=typed.get("late") == "1",
        since=_day(typed.get("since", "")),
        until=_day(typed.get("until", "")),
        words=typed.get("q", "").strip()[:60],
    )


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed) if typed else None
    except BadValue:
        return None


def register_page(actor: Actor, typed: Mapping[str, str], day: date) -> RegisterPage:
    """Return the register as somebody sees it, one page of it."""
    wanted = filter_of(typed)
    found = register(actor, wanted, day)
    every = list(found.select_related(None))
    names = names_of(every)
    total, met = met_by_addressee(every, names, day)
    number = max(1, number_in(typed.get("page")) or 1)
    shown = list(found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE])
    calendar = calendar_of(actor.area_id)
    kept = {name: typed[name] for name in PATH_NAMES if typed.get(name)}
    state, known = state_words(), packs_known(actor.area_id)
    rows = tuple(
        RegisterRow(
            number=one.number,
            title=_title(one, known),
            url=reverse("letter", args=[one.pk]),
            case=f"{one.case.number} {one.case.subject}",
            case_url=case_url(one.case),
            to=pgettext("between things", ", ").join(names.get(one.pk, ())),
            issued=one.issued_on,
            state=_state(one, state),
            withdrawn=one.withdrawn_at is not None,
            receipt=receipt_light(one, day, calendar),
            reply=reply_light(one, day, calendar),
        )
        for one in shown
    )
    address = reverse("letters")
    return RegisterPage(
        head=_head(actor, len(every)),
        rows=rows,
        selects=_selects(choices_of(actor), wanted, state),
        words=wanted.words,
        since=wanted.since.isoformat() if wanted.since else "",
        until=wanted.until.isoformat() if wanted.until else "",
        late=wanted.late,
        filtered=bool(kept),
        count=len(every),
        total=_met(total),
        met=tuple(_met(one) for one in met),
        pager=_pager(address, kept, number, len(every), len(rows)),
        empty=_empty(bool(kept), address),
        file_url=f"{reverse('letters_file')}?{urlencode(kept)}",
        clear_url=address,
    )


def _state(letter: Letter, words_: Mapping[str, str]) -> str:
    """Return the state in words; what was prepared about a case that is closed by now waits for nobody."""
    if letter.state == LetterState.PREPARED and letter.case.category == Category.CLOSED:
        return pgettext("letter", "Not issued, case closed")
    return words_[letter.state]


def _title(letter: Letter, known: Mapping[str, Pack]) -> str:
    declared = known[letter.pack].letters.get(letter.letter) if letter.pack in known else None
    return words(declared.title) if declared is not None else letter.title


def _head(actor: Actor, count: int) -> Head:
    facts = ngettext("%(n)d letter", "%(n)d letters", count) % {"n": count}
    ways = tuple(
        Link(_("How letters go out"), reverse("letter_ways", args=[pack]), "settings")
        for pack in packs_with_letters(actor.area_id)
        if holds_office(actor, pack)
    )
    return Head(_("Letters"), facts=facts, moves=ways[:1])


def _selects(choices: Choices, wanted: RegisterFilter, state: Mapping[str, str]) -> tuple[Asked, ...]:
    kinds = tuple((id_, words(title)) for id_, title in choices.letters)
    asked = [
        Asked("state", _("State"), wanted.state, tuple(state.items())),
        Asked("letter", _("Letter"), wanted.letter, kinds),
        Asked("unit", _("Addressee"), str(wanted.unit or ""), tuple((str(pk), name) for pk, name in choices.units)),
        Asked("round", _("Round"), str(wanted.round or ""), tuple((str(pk), name) for pk, name in choices.rounds)),
    ]
    return tuple(one for one in asked if len(one.options) > 1 or one.value)


def _met(met: Met) -> MetRow:
    return MetRow(
        name=met.name or _("All"),
        issued=met.issued,
        received=_rate(met.received_in_time, met.receipts, met.receipt_rate),
        replied=_rate(met.replied_in_time, met.replies, met.reply_rate),
        open=met.open,
        overdue=met.overdue,
    )


def _rate(done: int, of: int, rate: float | None) -> str:
    return "—" if rate is None else _("%(rate)d%% (%(done)d of %(of)d)") % {"rate": round(rate), "done": done, "of": of}


def _pager(address: str, kept: Mapping[str, str], number: int, count: int, shown: int) -> Pager | None:
    if count <= ON_A_PAGE:
        return None
    first = (number - 1) * ON_A_PAGE
    leads = {"previous": number - 1 if number > 1 else 0, "next": number + 1 if first + shown < count else 0}
    urls = {name: f"{address}?{urlencode({**kept, 'page': to})}" if to else "" for name, to in leads.items()}
    words_ = _("%(first)d to %(last)d of %(count)d") % {"first": first + 1, "last": first + shown, "count": count}
    return Pager(shown=words_, previous=urls["previous"], next=urls["next"])


def _empty(filtered: bool, address: str) -> Empty:
    if filtered:
        return Empty(_("No letter fits"), _("Ask for less at once."), Link(_("The whole register"), address))
    return Empty(
        _("No letter was written yet"),
        _("Letters are written on the page of a case, or by themselves when a deadline comes near or has passed."),
    )
