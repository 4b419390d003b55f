"""Forms made from what an act asks: inputs that can be typed into, kept as typed when the act is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.loop.cases.values import ENTERPRISE_PREFIX
from bihuan.loop.clocks.terms import term_of
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.asking import Ask, Member, names_by_id
from bihuan.web.shapes import Combo, Link, Say

LONG = {"lines"}
TERM = "due_text"
SEARCHED = {"unit", "person", "enterprise", "applicant"}


@dataclass(frozen=True, slots=True)
class Picks:
    """Several units or people: those that are chosen, each to be kept or left out, and a search that adds one more."""

    name: str
    label: str
    search: str
    members: tuple[Member, ...]
    text: str = ""
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form: a plain input, or a search for a unit or person."""

    bound: BoundField | None = None
    combo: Combo | None = None
    picks: Picks | None = None
    kind: str = ""


@dataclass
class AskForm:
    """
    The form of some asks, filled with what was typed or else with what the case holds.

    typed: what the browser sent; None shows the form for the first time.
    """

    area_id: int
    asks: tuple[Ask, ...]
    typed: QueryDict | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        optional = sum(1 for ask in self.asks if not ask.required)
        # Only the rarer of the two is said, so that a long form does not repeat itself.
        self.mark_required = optional > len(self.asks) - optional
        plain = {ask.id: _field(ask, self._hint(ask)) for ask in self.asks if not is_searched(ask)}
        # A date is chosen, or the limit is written as the document has it: “2026年底前，并长期坚持”.
        self.has_term = {"due", "nature"} <= {ask.id for ask in self.asks}
        if self.has_term:
            plain[TERM] = _term_field()
        made = type("PlainForm", (forms.Form,), dict(plain))
        start = {ask.id: _start(ask) for ask in self.asks}
        self.form: forms.Form = made(self.typed, initial=start, use_required_attribute=False)

    def _hint(self, ask: Ask) -> str:
        marked = ask.required if self.mark_required else not ask.required
        mark = (_("Must be filled in.") if ask.required else _("May stay empty.")) if marked else ""
        return " ".join(part for part in (ask.hint, mark) if part)

    def given(self) -> dict[str, Any]:
        """Return what was typed, by ask, as the rooms read it."""
        typed = self.typed if self.typed is not None else QueryDict()
        given = {ask.id: _given(ask, typed, self.area_id) for ask in self.asks}
        return _with_term(given, typed.get(TERM, "").strip()) if self.has_term else given

    def refuse(self, refusal: Refused) -> None:
        """Keep what a room says about single fields, to be shown beside them."""
        self.errors |= refusal.fields
        if self.typed is None:
            return
        self.form.is_valid()
        for name, sentence in refusal.fields.items():
            if name in self.form.fields:
                self.form.add_error(name, sentence)

    @property
    def rows(self) -> list[Row]:
        """The rows of the form in the order of the asks."""
        rows: list[Row] = []
        for ask in self.asks:
            rows.append(self._row(ask))
            if ask.id == "due" and self.has_term:
                rows.append(Row(bound=self.form[TERM]))
        return rows

    def _row(self, ask: Ask) -> Row:
        if not is_searched(ask):
            return Row(bound=self.form[ask.id], kind="date" if ask.type == "date" else "")
        return Row(picks=self._picks(ask)) if ask.many else Row(combo=self._combo(ask))

    def _combo(self, ask: Ask) -> Combo:
        member = ask.members[0] if ask.members else None
        value, text = (value_of_member(ask, member), member.name) if member is not None else ("", "")
        value = value if ask.type != "link" else text.partition(" ")[0]
        if self.typed is not None:
            value, text = self.typed.get(ask.id, ""), self.typed.get(f"{ask.id}_text", "")
        hint = self._hint(ask)
        return Combo(ask.id, ask.title, search_of(ask), value, text, hint, self.errors.get(ask.id, ""))

    def _picks(self, ask: Ask) -> Picks:
        kept, text = ask.members, ""
        if self.typed is not None:
            known = names_by_id(self.area_id, ask.type, _ids(self.typed.getlist(ask.id)))
            kept = tuple(Member(pk, name) for pk, name in known.items())
            text = self.typed.get(f"{ask.id}_text", "")
        hint = _("Several are set apart by “、”.")
        return Picks(ask.id, ask.title, search_of(ask), kept, text, hint, self.errors.get(ask.id, ""))


def is_searched(ask: Ask) -> bool:
    """Return whether somebody looks for what is asked while typing; of several cases one number stands on each line."""
    return ask.type in SEARCHED or (ask.type == "link" and not ask.many)


def value_of_member(ask: Ask, member: Member) -> str:
    """Return what stands for a member that is filled in already."""
    return f"{ENTERPRISE_PREFIX}{member.id}" if ask.type == "applicant" and member.outside else str(member.id)


def search_of(ask: Ask) -> str:
    """Return the address that a search for this ask asks while somebody types."""
    if ask.type == "link":
        return f"{reverse('find_cases')}?{urlencode([('to', one) for one in ask.to])}"
    searches = {"person": "find_people", "enterprise": "find_enterprises", "applicant": "find_applicants"}
    if ask.type in searches:
        return reverse(searches[ask.type])
    return reverse("find_units") + ("?receives=1" if ask.id in {"responsible", "lead"} else "")


def _field(ask: Ask, hint: str) -> forms.Field:
    label = ask.title
    if ask.type == "tick":
        # What is ticked is the sentence itself; the title of it stands in refusals.
        return forms.BooleanField(label=ask.value, required=False)
    if ask.options and ask.many:
        return forms.MultipleChoiceField(label=label, choices=ask.options, required=False, help_text=hint)
    if ask.options:
        choices = [("", _("Choose…")), *ask.options]
        return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)
    if ask.type in LONG or ask.many:
        area = forms.Textarea({"rows": 4})
        hint = " ".join(part for part in (hint, _("One on each line.") if ask.many else "") if part)
        return forms.CharField(label=label, widget=area, required=False, help_text=hint)
    if ask.type == "number":
        return forms.CharField(label=label, widget=_decimal(), required=False, help_text=hint)
    if ask.type == "money":
        hint = " ".join(part for part in (hint, _("In yuan, for example 1250.50.")) if part)
        return forms.CharField(label=label, widget=_decimal(), required=False, help_text=hint)
    return forms.CharField(label=label, required=False, help_text=hint)


def _term_field() -> forms.Field:
    hint = _("For example “2026年底前，并长期坚持”: it fills date and nature where they are left empty.")
    return forms.CharField(label=_("Or the limit as the document writes it"), required=False, help_text=hint)


def _with_term(given: dict[str, Any], written: str) -> dict[str, Any]:
    """Fill date and nature from a written limit where they were left empty; one that names no date is refused as a date."""
    if not written:
        return given
    term = term_of(written)
    due = given["due"] or (term.due.isoformat() if term.due is not None else written)
    return {**given, "due": due, "nature": given["nature"] or term.nature}


def _decimal() -> forms.TextInput:
    return forms.TextInput({"inputmode": "decimal"})


def _start(ask: Ask) -> Any:
    if ask.type == "tick":
        return ""
    if ask.type == "link":
        return "\n".join(member.name.partition(" ")[0] for member in ask.members)
    return ask.value.splitlines() if ask.options and ask.many else ask.value


def _given(ask: Ask, typed: QueryDict, area_id: int) -> Any:
    if ask.type in SEARCHED:
        return _chosen_many(ask, typed) if ask.many else _chosen(ask, typed, area_id)
    if is_searched(ask):
        # The number stands before what the case is about.
        return typed.get(f"{ask.id}_text", typed.get(ask.id, "")).strip().partition(" ")[0]
    if ask.type == "tick":
        return "yes" if typed.get(ask.id) else ""
    if ask.options and ask.many:
        return typed.getlist(ask.id)
    text = typed.get(ask.id, "").replace("\r\n", "\n").strip()
    return [line.strip() for line in text.split("\n") if line.strip()] if ask.many else text


def _chosen(ask: Ask, typed: QueryDict, area_id: int) -> str:
    """Return the id that was chosen from the list, or the text, where it was typed over without choosing again."""
    value, text = typed.get(ask.id, "").strip(), typed.get(f"{ask.id}_text", "").strip()
    if not text:
        return ""
    kind, plain = ask.type, value
    if kind == "applicant":
        kind = "enterprise" if value.startswith(ENTERPRISE_PREFIX) else "person"
        plain = value.removeprefix(ENTERPRISE_PREFIX)
    known = names_by_id(area_id, kind, _ids([plain]))
    return value if text in known.values() else text


def _chosen_many(ask: Ask, typed: QueryDict) -> list[str]:
    text = typed.get(f"{ask.id}_text", "").replace("，", "、").replace(",", "、")
    return [*typed.getlist(ask.id), *(part.strip() for part in text.split("、") if part.strip())]


def _ids(typed: Sequence[str]) -> Iterable[int]:
    return [int(pk) for pk in typed if pk.isdecimal() and len(pk) < 19]


def refused(refusal: Refused, title: str, *, labels: Mapping[str, str] | None = None, files: bool = False) -> Say:
    """
    Return a refusal as a sentence of the system: what was not done, why, what is missing, and that what was typed is kept.

    labels: titles of fields, which lead to them. files: files were chosen that the browser does not keep.
    """
    named = labels or {}
    colon = pgettext("before a value", ":")
    items = [
        Link(f"{named[name]}{colon}{sentence}" if name in named else sentence, f"#id_{name}")
        for name, sentence in refusal.fields.items()
    ]
    items += [Link(line) for line in refusal.missing]
    kept = _("What you typed is kept.")
    if files:
        kept += _("Files have to be chosen again: a browser does not keep them.")
    return Say("no", title, f"{refusal.sentence}{kept}", tuple(items), wide=True, id="refused")
