"""Short words for the last change of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bihuan.loop.trail.verbs import Verb

SHORT = {
    Verb.OPENED: _("opened"),
    Verb.MOVED: _("moved on"),
    Verb.SIGNED: _("reviewed"),
    Verb.CORRECTED: _("corrected"),
    Verb.ASSIGNED: _("assigned"),
    Verb.STANDARD_SET: _("standard set"),
    Verb.POINT_ANSWERED: _("point answered"),
    Verb.POINT_JUDGED: _("point judged"),
    Verb.EVIDENCE_ADDED: _("evidence added"),
    Verb.EVIDENCE_WITHDRAWN: _("evidence withdrawn"),
    Verb.EXTENSION_ASKED: _("extension asked"),
    Verb.EXTENSION_DECIDED: _("extension answered"),
    Verb.CHAIN_SET: _("levels set"),
    Verb.DESKS_SET: _("desks set"),
    Verb.COMMENTED: _("note"),
    Verb.VERSION_MOVED: _("version changed"),
}


def verb_word(verb: str) -> str:
    """Return the short word of a verb, empty for none."""
    return str(SHORT[Verb(verb)]) if verb else ""
