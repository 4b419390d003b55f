"""What the reader found about the document as a whole."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.loop.intake.models import IntakeDraft
from bihuan.web.shapes import Fact, Facts, Link

NAMES = (
    ("title", gettext_lazy("Title")),
    ("issuer", gettext_lazy("Issued by")),
    ("inspector", gettext_lazy("Inspection group")),
)
CONTACTS = {
    "telephone": gettext_lazy("Telephone"),
    "post_box": gettext_lazy("Post box"),
    "address": gettext_lazy("Address"),
    "email": gettext_lazy("E-mail"),
    "postcode": gettext_lazy("Postcode"),
}


def read_facts(draft: IntakeDraft) -> Facts:
    """Return title, issuer, contacts and the totals that the document itself prints, each total with its place."""
    read = draft.read
    facts = [Fact(str(words), (Link(read[name]),)) for name, words in NAMES if read.get(name)]
    totals = tuple(_total(total) for total in read.get("totals", ()))
    if totals:
        facts.append(Fact(_("Totals in the text"), totals))
    contacts = tuple(Link(f"{CONTACTS.get(name, name)}：{value}") for name, value in read.get("contacts", {}).items())
    if contacts:
        facts.append(Fact(_("Contacts"), contacts))
    return Facts(tuple(facts))


def _total(total: dict[str, object]) -> Link:
    parts = total.get("parts")
    inner = "、".join(_figure(part) for part in parts) if isinstance(parts, list) and parts else ""
    place = total.get("place")
    url = f"#p{place['paragraph']}" if isinstance(place, dict) else ""
    return Link(_figure(total) + (f"（{inner}）" if inner else ""), url)


def _figure(one: dict[str, object]) -> str:
    value = one["value"] if one["value"] is not None else "?"
    return f"{one['name']} {value} {one['unit'] or ''}".strip()
