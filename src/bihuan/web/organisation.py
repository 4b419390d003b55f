"""What the pages about units and people share: who may open them, tabs, answers to forms, history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.accounts.audit import Verb
from bihuan.accounts.directory import person_chosen, unit_chosen
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused, WrongInput
from bihuan.accounts.models import OrganisationEvent, Person, Unit
from bihuan.accounts.roles import ROLES
from bihuan.accounts.rules import can_manage_organisation
from bihuan.web.language import say
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Change, Combo, Link, TrailEntry

View = Callable[..., HttpResponse]
T = TypeVar("T")

# id, url name, words
TABS = (
    ("units", "organisation", gettext_lazy("Units")),
    ("people", "people", gettext_lazy("People")),
    ("desks", "desks", gettext_lazy("Desks")),
    ("calendar", "calendar", gettext_lazy("Working days")),
    ("deputies", "deputies", gettext_lazy("Standing in")),
    ("hand_overs", "hand_overs", gettext_lazy("Hand-overs")),
    ("import", "organisation_import", gettext_lazy("Import a list")),
    ("areas", "areas_exchange", gettext_lazy("Other areas")),
)


def managers_only(view: View) -> View:
    """Answer as if the page did not exist to whoever may not manage the organisation, and for things of other areas."""

    @wraps(view)
    def handle(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_manage_organisation(actor(request)):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (NotAllowed, NotInArea) as refusal:
            raise Http404 from refusal

    return handle


def tabs(current: str) -> tuple[Link, ...]:
    """Return the tabs of the organisation pages."""
    return tuple(Link(str(words), reverse(name), current=id_ == current) for id_, name, words in TABS)


def tried(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Return what the act returns; where it is refused put its sentences into the form, and return None."""
    try:
        return act()
    except (NotAllowed, NotInArea):
        raise
    except WrongInput as wrong:
        for name, sentence in wrong.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def chosen_unit(area_id: int, value: str, typed: str) -> Unit | None:
    """Return the unit that a combo names, None if it was left empty. Raises ValidationError where none or several fit."""
    try:
        return unit_chosen(area_id, value=value, typed=typed)
    except WrongInput as wrong:
        raise forms.ValidationError(str(wrong)) from wrong


def chosen_person(area_id: int, value: str, typed: str, *, on: date) -> Person | None:
    """Return the person that a combo names, None if it was left empty. Raises ValidationError as `chosen_unit`."""
    try:
        return person_chosen(area_id, value=value, typed=typed, on=on)
    except WrongInput as wrong:
        raise forms.ValidationError(str(wrong)) from wrong


def combo(
    form: forms.Form, name: str, label: str, *, search: str, hint: str = "", text: str = "", required: bool = False
) -> Combo:
    """Return the combo for the form's fields `name` (the id) and `name_text` (what was typed)."""
    typed = form[f"{name}_text"].value() if form.is_bound else ""
    return Combo(
        name=name,
        label=label,
        search=reverse(search),
        value=str(form[name].value() or ""),
        text=typed or text,
        hint=hint,
        error=" ".join(str(error) for error in form.errors.get(name, [])),
        required=required,
    )


# History

VERBS = {
    Verb.AREA_SET_UP: gettext_lazy("set up the area"),
    Verb.AREA_CHANGED: gettext_lazy("changed the area"),
    Verb.SET_UP_FINISHED: gettext_lazy("finished the set-up"),
    Verb.UNIT_ADDED: gettext_lazy("added the unit"),
    Verb.UNIT_CHANGED: gettext_lazy("changed the unit"),
    Verb.UNIT_ENDED: gettext_lazy("ended the unit"),
    Verb.PERSON_ADDED: gettext_lazy("entered the person"),
    Verb.PERSON_CHANGED: gettext_lazy("changed the person"),
    Verb.PASSWORD_SET: gettext_lazy("set a new password"),
    Verb.PERSON_DEACTIVATED: gettext_lazy("stopped the sign-in"),
    Verb.PERSON_ACTIVATED: gettext_lazy("allowed the sign-in again"),
    Verb.POST_GIVEN: gettext_lazy("gave a post"),
    Verb.POST_ENDED: gettext_lazy("ended a post"),
    Verb.POST_WITHDRAWN: gettext_lazy("withdrew a post before it began"),
    Verb.DESK_SET: gettext_lazy("named the holder of a desk"),
    Verb.DESK_REMOVED: gettext_lazy("took a desk from its holder"),
    Verb.CALENDAR_SET: gettext_lazy("entered a year of the calendar"),
    Verb.CALENDAR_REMOVED: gettext_lazy("removed a year of the calendar"),
    Verb.DELEGATION_GIVEN: gettext_lazy("let somebody stand in"),
    Verb.DELEGATION_ENDED: gettext_lazy("ended that somebody stands in"),
    Verb.POST_HANDED_OVER: gettext_lazy("handed over"),
    Verb.LADDER_SET: gettext_lazy("set warnings"),
    Verb.LADDER_RESET: gettext_lazy("took own warnings back"),
    Verb.EXTENSIONS_SET: gettext_lazy("set rules of extensions"),
    Verb.TOKEN_MADE: gettext_lazy("made a token"),
    Verb.TOKEN_ENDED: gettext_lazy("ended a token"),
    Verb.FIGURE_ENTERED: gettext_lazy("entered a number"),
    Verb.RULE_CHOSEN: gettext_lazy("chose a rule"),
    Verb.PACK_SWITCHED: gettext_lazy("switched a system on or off"),
    Verb.PACK_VERSION_CHOSEN: gettext_lazy("chose the version of a system"),
    Verb.PACK_ADOPTED: gettext_lazy("adopted an own version of a system"),
    Verb.PACK_MOVED: gettext_lazy("moved running cases to another version"),
    Verb.AREA_BELOW_ADDED: gettext_lazy("wrote down an area below"),
    Verb.AREA_LET_GO: gettext_lazy("let an area below go"),
    Verb.SUPERIOR_NAMED: gettext_lazy("named the superior area"),
    Verb.KEY_MADE: gettext_lazy("made a key of the area"),
    Verb.KEY_TRUSTED: gettext_lazy("believed the key of another area"),
    Verb.KEY_FORGOTTEN: gettext_lazy("believed a key no more"),
    Verb.HOOK_SET: gettext_lazy("set up a robot or another system"),
    Verb.HOOK_REMOVED: gettext_lazy("removed a robot or another system"),
}
FIELDS = {
    "name": gettext_lazy("Name"),
    "short_name": gettext_lazy("Short name"),
    "former_names": gettext_lazy("Former names"),
    "kind": gettext_lazy("Kind"),
    "parent": gettext_lazy("Unit above"),
    "receives": gettext_lazy("May be handed cases"),
    "order": gettext_lazy("Place in the list"),
    "ended_on": gettext_lazy("Ended on"),
    "username": gettext_lazy("Sign-in name"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "language": gettext_lazy("Language"),
    "unit": gettext_lazy("Unit"),
    "role": gettext_lazy("Role"),
    "title": gettext_lazy("Title of the post"),
    "from_on": gettext_lazy("First day"),
    "to_on": gettext_lazy("Last day"),
    "holder": gettext_lazy("Holder"),
    "heads_only": gettext_lazy("Only the head signs"),
    "code": gettext_lazy("Code"),
    "administrator": gettext_lazy("Administrator"),
    "added_by": gettext_lazy("Added by"),
    "days": gettext_lazy("Days"),
    "to": gettext_lazy("To"),
    "posts": gettext_lazy("Posts"),
    "reason": gettext_lazy("Reason"),
    "lines": gettext_lazy("Lines"),
    "year": gettext_lazy("Year"),
    "case_id": gettext_lazy("Case"),
    "style": gettext_lazy("Form"),
    "host": gettext_lazy("Host"),
    "kinds": gettext_lazy("Kinds"),
    "is_active": gettext_lazy("Switched on"),
    "in_use": gettext_lazy("In use"),
    "fingerprint": gettext_lazy("Fingerprint"),
    "version": gettext_lazy("Version"),
    "cases": gettext_lazy("Cases"),
}


def history(events: Iterable[OrganisationEvent]) -> tuple[TrailEntry, ...]:
    """Return changes of the organisation as entries of a trail."""
    return tuple(
        TrailEntry(
            what="",
            at=event.at,
            who=event.person_name,
            verb=str(VERBS[Verb(event.verb)]),
            is_move=event.verb in (Verb.POST_GIVEN, Verb.POST_ENDED, Verb.UNIT_ENDED, Verb.PERSON_DEACTIVATED),
            changes=_changes(event),
        )
        for event in events
    )


def _changes(event: OrganisationEvent) -> tuple[Change, ...]:
    keys = [*event.before, *(key for key in event.after if key not in event.before)]
    return tuple(
        Change(_field_words(key, event.subject), _words(key, event.before.get(key)), _words(key, event.after.get(key)))
        for key in keys
        if event.before.get(key) or event.after.get(key)
    )


def _field_words(key: str, subject: str) -> str:
    """Return what a field is called; a person's name is 姓名 and a unit's 名称."""
    return _("Full name") if (key, subject) == ("name", "person") else str(FIELDS.get(key, key))


def _words(key: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "role" and value in ROLES:
        return say(ROLES[str(value)].title)
    return "" if value is None else str(value).replace("\n", "、")
