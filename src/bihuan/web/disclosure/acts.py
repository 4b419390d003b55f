"""The acts of the workbench: from what a form sent to one call into the room, and the sentence that says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from bihuan.loop.cases.values import BadValue, parse_date
from bihuan.loop.disclosure import actions
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.disclosure.publishing import file_proof, publish
from bihuan.loop.disclosure.queries import publications_of
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.web.numbers import number_in
from bihuan.web.request import Request, actor

Act = Callable[[Disclosure, Request], str]


def _common(disclosure: Disclosure, request: Request) -> dict[str, Any]:
    return {"disclosure": disclosure, "by": actor(request), "at": request.received_at}


def _id(request: Request, name: str) -> int:
    return number_in(request.POST.get(name)) or 0


def cover(disclosure: Disclosure, request: Request) -> str:
    typed = request.POST
    anchor, words, reason = (typed.get(name, "") for name in ("anchor", "words", "reason"))
    made = actions.redact(anchor=anchor, words=words, reason=reason, **_common(disclosure, request))
    return _("Covered in %(n)d places of the paragraph.") % {"n": len(made)}


def uncover(disclosure: Disclosure, request: Request) -> str:
    given: dict[str, Any] = {"redaction_id": _id(request, "redaction"), "reason": request.POST.get("reason", "")}
    actions.uncover(**given, **_common(disclosure, request))
    return _("It stays readable.")


def cover_again(disclosure: Disclosure, request: Request) -> str:
    actions.cover_again(redaction_id=_id(request, "redaction"), **_common(disclosure, request))
    return _("It is covered again.")


def leave_out(disclosure: Disclosure, request: Request) -> str:
    typed = request.POST
    given: dict[str, Any] = {"anchors": typed.getlist("anchors"), "ground": typed.get("ground", "")}
    actions.ask_omission(**given, explanation=typed.get("explanation", ""), **_common(disclosure, request))
    return _("Asked to be left out; another person decides.")


def decide(disclosure: Disclosure, request: Request) -> str:
    granted = request.POST.get("granted") == "yes"
    given: dict[str, Any] = {
        "omission_id": _id(request, "omission"),
        "granted": granted,
        "answer": request.POST.get("answer", ""),
    }
    actions.decide_omission(**given, **_common(disclosure, request))
    return _("It is left out.") if granted else _("It stays in the text.")


def drop(disclosure: Disclosure, request: Request) -> str:
    actions.drop_disclosure(**_common(disclosure, request))
    return _("The text is dropped.")


def approve(disclosure: Disclosure, request: Request) -> str:
    actions.freeze(seen=request.POST.get("seen", ""), **_common(disclosure, request))
    return _("The text is approved and frozen.")


def put_out(disclosure: Disclosure, request: Request) -> str:
    typed = request.POST
    given: dict[str, Any] = {
        "channel": typed.get("channel", "public"),
        "where": typed.get("where", ""),
        "until": _until(request),
    }
    publish(**given, **_common(disclosure, request))
    return _("Published.")


def _until(request: Request) -> date | None:
    typed = request.POST.get("until", "").strip()
    try:
        return parse_date(typed) if typed else None
    except BadValue as bad:
        raise Refused(str(bad), fields={"until": str(bad)}) from bad


def prove(disclosure: Disclosure, request: Request) -> str:
    which = _id(request, "publication")
    found = next((one for one in publications_of(disclosure) if one.pk == which), None)
    file = request.FILES.get("proof")
    if found is None or file is None or not file.name:
        raise Refused(_("Choose the file that shows the publication."))
    brought = NewEvidence(file.name, stream=file)
    file_proof(publication=found, proof=brought, by=actor(request), at=request.received_at)
    return _("The proof is filed with the round.")


ACTS: Final[Mapping[str, Act]] = {
    "cover": cover,
    "uncover": uncover,
    "again": cover_again,
    "leave-out": leave_out,
    "decide": decide,
    "drop": drop,
    "approve": approve,
    "publish": put_out,
    "prove": prove,
}
