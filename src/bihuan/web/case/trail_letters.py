"""What happened to the letters of a case, as sentences of its trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail_told import Told


def _letter(event: Happening) -> Mapping[str, Any]:
    said = event.body.get("letter", {})
    return said if isinstance(said, Mapping) else {}


def _named(event: Happening) -> str:
    said = _letter(event)
    return f"{said.get('title', '')} {said.get('number', '')}".strip()


def _between(*parts: str) -> str:
    return pgettext("between clauses", "; ").join(part for part in parts if part)


def _prepared(file: CaseFile, event: Happening) -> Told:
    return Told(_("Prepared a letter"), _named(event), str(_letter(event).get("because", "")))


def _issued(file: CaseFile, event: Happening) -> Told:
    said = _letter(event)
    to = _("to %(who)s") % {"who": pgettext("between things", ", ").join(map(str, said.get("to", ())))}
    reply = _("reply by %(day)s") % {"day": said["reply_due"]} if said.get("reply_due") else ""
    return Told(_("Issued a letter"), _between(_named(event), to, reply), str(said.get("because", "")), key=True)


def _received(file: CaseFile, event: Happening) -> Told:
    return Told(_("Signed for a letter"), _named(event))


def _replied(file: CaseFile, event: Happening) -> Told:
    reply = event.body.get("reply", {})
    files = pgettext("between things", ", ").join(str(one.get("name", "")) for one in reply.get("files", ()))
    return Told(_("Replied to a letter"), _between(_named(event), files), str(reply.get("text", "")), key=True)


def _answered(file: CaseFile, event: Happening) -> Told:
    answer = event.body.get("answer", {})
    verb = _("Accepted a reply") if answer.get("accepted") else _("Returned a reply")
    return Told(verb, _named(event), str(answer.get("answer", "")), key=True)


def _escalated(file: CaseFile, event: Happening) -> Told:
    to = _("→ %(state)s") % {"state": event.body.get("to_title", "")}
    return Told(_("Escalated a letter"), _between(_named(event), to), str(event.body.get("reason", "")), key=True)


def _withdrawn(file: CaseFile, event: Happening) -> Told:
    return Told(_("Withdrew a letter"), _named(event), str(event.body.get("reason", "")), key=True)


def _overdue(file: CaseFile, event: Happening) -> Told:
    said = _letter(event)
    verb = _("A receipt is overdue") if said.get("overdue") == "receipt" else _("A reply is overdue")
    return Told(verb, _between(_named(event), _("due on %(day)s") % {"day": said.get("due", "")}))


def _ways_set(file: CaseFile, event: Happening) -> Told:
    known = file.pack.letters
    names = [known[one].title.zh if one in known else one for one in event.body.get("ways", {})]
    return Told(_("Chose how letters go out"), pgettext("between things", ", ").join(names))


def _talked(file: CaseFile, event: Happening) -> Told:
    talk = event.body.get("talk", {})
    who = _("%(who)s with %(whom)s") % {"who": talk.get("by_names", ""), "whom": talk.get("with_names", "")}
    return Told(_("Held a talk"), _between(str(talk.get("held_on", "")), who), str(talk.get("demanded", "")), key=True)


LETTER_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.LETTER_PREPARED: _prepared,
    Verb.LETTER_ISSUED: _issued,
    Verb.LETTER_RECEIVED: _received,
    Verb.LETTER_REPLIED: _replied,
    Verb.LETTER_ANSWERED: _answered,
    Verb.LETTER_ESCALATED: _escalated,
    Verb.LETTER_WITHDRAWN: _withdrawn,
    Verb.LETTER_OVERDUE: _overdue,
    Verb.LETTERS_SET: _ways_set,
    Verb.TALKED: _talked,
}
