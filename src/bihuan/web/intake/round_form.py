"""The facts of the round that a draft will open, as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Unit
from bihuan.loop.cases.values import title_of, words
from bihuan.loop.errors import Refused
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.rules import PACK
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.packspec.model import Field, Kind, Pack
from bihuan.web.organisation import chosen_unit
from bihuan.web.shapes import Combo

KINDS = {"date": "date", "number": "number"}


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One input; `kind` is the type of the browser's field."""

    bound: BoundField
    kind: str


@dataclass(frozen=True, slots=True)
class RoundForm:
    """The inputs of the round, and the combo for the Party organisation that was inspected."""

    rows: tuple[RoundRow, ...]
    unit: Combo
    open: bool


def round_form(
    draft: IntakeDraft,
    units: Mapping[int, Unit],
    *,
    incomplete: bool,
    typed: QueryDict | None = None,
    refusal: Refused | None = None,
) -> RoundForm:
    """Return the form, filled with what was typed where that was refused, else with the facts of the draft."""
    pack = pack_in_use(draft.area_id, PACK)
    kind = pack.kinds["round"]
    facts = draft.lines["round"]
    made: dict[str, Any] = {"subject": forms.CharField(label=words(kind.subject), required=False)}
    made |= {one.id: _input(one, kind, pack) for one in kind.fields.values()}
    start = {name: facts.get(name) if facts.get(name) is not None else _default(kind, name) for name in made}
    form = type("RoundFields", (forms.Form,), dict(made))(
        typed, initial=start, auto_id="round_%s", use_required_attribute=False
    )
    wrong = refusal.fields if refusal is not None else {}
    if typed is not None:
        form.is_valid()
        for name, sentence in wrong.items():
            if name in form.fields:
                form.add_error(name, sentence)
    rows = tuple(
        RoundRow(form[name], KINDS.get(kind.fields[name].type, "") if name in kind.fields else "") for name in made
    )
    unit = units.get(facts.get("responsible") or 0)
    combo = Combo(
        "round_unit",
        title_of(kind, "responsible"),
        reverse("find_units"),
        typed.get("round_unit", "") if typed is not None else str(unit.pk if unit else ""),
        typed.get("round_unit_text", "") if typed is not None else (unit.name if unit else ""),
        hint=_("May stay empty."),
        error=wrong.get("responsible", ""),
    )
    return RoundForm(rows, combo, open=incomplete or refusal is not None)


def _default(kind: Kind, name: str) -> Any:
    return kind.fields[name].default if name in kind.fields else None


def _input(one: Field, kind: Kind, pack: Pack) -> forms.Field:
    label = title_of(kind, one.id)
    if one.type == "choice":
        options = [(value, words(text)) for value, text in pack.options[one.options or ""].items()]
        return forms.ChoiceField(label=label, choices=options, required=False)
    if one.type == "lines":
        return forms.CharField(label=label, required=False, widget=forms.Textarea({"rows": 2}))
    return forms.CharField(label=label, required=False, widget=forms.TextInput({"type": KINDS.get(one.type, "text")}))


def round_given(draft: IntakeDraft, sent: QueryDict) -> dict[str, Any]:
    """Return what the form sent, by field. Raises Refused for a unit that cannot be told."""
    fields = pack_in_use(draft.area_id, PACK).kinds["round"].fields
    given: dict[str, Any] = {name: sent[name] for name in ("subject", *fields) if name in sent}
    if "round_unit" in sent:
        try:
            unit = chosen_unit(draft.area_id, sent.get("round_unit", ""), sent.get("round_unit_text", ""))
        except forms.ValidationError as error:
            sentence = " ".join(error.messages)
            raise Refused(sentence, fields={"responsible": sentence}) from error
        given["responsible"] = unit.pk if unit is not None else None
    return given
