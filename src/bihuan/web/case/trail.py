"""Events of the trail as sentences: one presenter for every verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import ASSISTING, DESK
from bihuan.loop.cases.values import words
from bihuan.loop.disclosure.grounds import GROUNDS
from bihuan.loop.lifecycle.rules import RELATION_TITLES, relation_title
from bihuan.loop.outcomes.words import outcome_words
from bihuan.loop.trail.history import Happening, History, verdict_word
from bihuan.loop.trail.projection import POINT
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack
from bihuan.web.case.trail_checks import CHECK_PRESENTERS
from bihuan.web.case.trail_letters import LETTER_PRESENTERS
from bihuan.web.case.trail_meetings import MEETING_PRESENTERS
from bihuan.web.case.trail_public import PUBLIC_PRESENTERS
from bihuan.web.case.trail_scores import SCORE_PRESENTERS
from bihuan.web.case.trail_told import Told
from bihuan.web.case.trail_warnings import WARNING_PRESENTERS
from bihuan.web.language import who_said
from bihuan.web.shapes import Change, Link, Trail, TrailEntry

# What the headline or the quote of an event says already is not repeated among its changes.
TOLD = frozenset({"state", "finished_on", "closed_on", "statement"})


Presenter = Callable[[CaseFile, Happening], Told]


def trail_of(file: CaseFile, history: History, more: Link | None = None, *, brief: bool = False) -> Trail:
    """
    Return events as the trail draws them.

    brief: leave out what was filled in when the case was opened; its page shows it elsewhere.
    """
    method = history.events[0].digest.partition(":")[0].upper() if history.events else ""
    algorithm = _("First 8 characters of the %(method)s digest") % {"method": method} if method else ""
    return Trail(tuple(entry_of(file, event, brief=brief) for event in history.events), algorithm, more)


def entry_of(file: CaseFile, event: Happening, *, brief: bool = False) -> TrailEntry:
    """Return one event in words."""
    told = PRESENTERS[event.verb](file, event)
    told_already = brief and event.verb == Verb.OPENED
    changes = (
        ()
        if told_already
        else tuple(Change(one.title, one.old, one.new) for one in event.differences if _is_news(event, one.attribute))
    )
    return TrailEntry(
        what=told.what,
        at=event.at,
        who=f"{who_said(event.who)} {event.unit}".strip(),
        verb=told.verb,
        quote=told.quote,
        digest=event.digest.partition(":")[2],
        is_move=told.key,
        changes=changes,
    )


def _is_news(event: Happening, attribute: str) -> bool:
    """Return whether a change is not said already by the headline or the quote."""
    if (
        attribute in TOLD
        or event.verb == Verb.CHECK_JUDGED
        or (event.verb == Verb.POINT_ANSWERED and attribute.startswith(POINT))
    ):
        return False
    return not attribute.endswith(".verdict")


def _verdicts(event: Happening) -> str:
    """Return what was decided on the points, those with the same verdict together."""
    found: dict[str, list[str]] = {}
    for one in event.differences:
        if one.attribute.endswith(".verdict") and one.new:
            found.setdefault(one.new, []).append(one.attribute.split(".")[1])
    comma = pgettext("between things", ", ")
    parts = [
        _("points %(numbers)s %(verdict)s") % {"numbers": comma.join(numbers), "verdict": verdict}
        for verdict, numbers in found.items()
    ]
    return comma.join(parts)


def _text(body: Mapping[str, Any], *names: str) -> str:
    """Return what a person wrote, the parts on lines of their own."""
    return "\n".join(str(body[name]) for name in names if body.get(name))


def _evidence(body: Mapping[str, Any]) -> str:
    rows: Sequence[Mapping[str, Any]] = body.get("evidence", ())
    if not rows:
        return ""
    names = pgettext("between things", ", ").join(str(row["name"]) for row in rows)
    count = ngettext("%(n)d piece of material: %(names)s", "%(n)d pieces of material: %(names)s", len(rows))
    return count % {"n": len(rows), "names": names}


def _state(file: CaseFile, event: Happening) -> str:
    changed = next((one.new for one in event.differences if one.attribute == "state"), "")
    return _("→ %(state)s") % {"state": changed} if changed else ""


def _opened(file: CaseFile, event: Happening) -> Told:
    source = event.body.get("source")
    return Told(_("Registered"), _("read from a document") if source and "files" not in source else "", key=True)


def _moved(file: CaseFile, event: Happening) -> Told:
    move = file.lifecycle.moves.get(str(event.body.get("move", "")))
    title = words(move.title) if move is not None else str(event.body.get("move", ""))
    statement = next((one.new for one in event.differences if one.attribute == "statement"), "")
    parts = (_state(file, event), _evidence(event.body))
    what = pgettext("between clauses", "; ").join(part for part in parts if part)
    quote = _text(event.body, "reason") or _text(event.body, "statement") or statement
    return Told(title, what, quote, key=True)


def _signed(file: CaseFile, event: Happening) -> Told:
    body = event.body
    verdict = verdict_word(str(body.get("verdict", "")))
    relation = _relation(file, str(body.get("relation", "")))
    level = _("level %(step)s, as %(relation)s") % {"step": body.get("step", 1), "relation": relation}
    merged = "\n".join(map(str, body.get("merged", ())))
    arrow = _state(file, event)
    return Told(
        _("Review: %(verdict)s") % {"verdict": verdict},
        pgettext("between clauses", "; ").join(part for part in (level, _verdicts(event), arrow) if part),
        merged or _text(body, "opinion"),
        key=True,
    )


def _relation(file: CaseFile, relation: str) -> str:
    desk = relation.removeprefix(DESK)
    known = (
        relation in RELATION_TITLES or relation.startswith(ASSISTING) or (desk != relation and desk in file.pack.desks)
    )
    return relation_title(file, relation) if known else relation


def _corrected(file: CaseFile, event: Happening) -> Told:
    verb = _("Took back what was written") if event.body.get("takes_back") else _("Corrected")
    return Told(verb, quote=_text(event.body, "reason"))


def _assigned(file: CaseFile, event: Happening) -> Told:
    return Told(_("Parties set"))


def _standard_set(file: CaseFile, event: Happening) -> Told:
    return Told(_("Completion standard set"))


def _point_answered(file: CaseFile, event: Happening) -> Told:
    number = event.body.get("point", "")
    answer = next((one.new for one in event.differences if one.attribute.endswith(".answer")), "")
    return Told(_("Answered point %(number)s") % {"number": number}, _evidence(event.body), answer)


def _point_judged(file: CaseFile, event: Happening) -> Told:
    return Told(_("Judged points"), _verdicts(event), key=True)


def _evidence_added(file: CaseFile, event: Happening) -> Told:
    return Told(_("Brought"), _evidence(event.body))


def _evidence_withdrawn(file: CaseFile, event: Happening) -> Told:
    return Told(_("Withdrew material"), str(event.body.get("name", "")), _text(event.body, "reason"))


def _outcome_recorded(file: CaseFile, event: Happening) -> Told:
    told = event.body.get("outcome", {})
    return Told(_("Recorded what came of it"), outcome_words(told), str(told.get("name", "")))


def _outcome_withdrawn(file: CaseFile, event: Happening) -> Told:
    return Told(_("Took a recorded outcome back"), quote=_text(event.body, "reason"))


def _extension_asked(file: CaseFile, event: Happening) -> Told:
    return Told(
        _("Asked for an extension"),
        _("to %(day)s") % {"day": event.body.get("asked_for", "")},
        _text(event.body, "reason"),
    )


def _extension_decided(file: CaseFile, event: Happening) -> Told:
    granted = event.body.get("granted")
    verb = _("Extension granted") if granted else _("Extension refused")
    return Told(verb, _("to %(day)s") % {"day": event.body.get("asked_for", "")}, _text(event.body, "answer"), key=True)


def _chain_set(file: CaseFile, event: Happening) -> Told:
    kind = file.pack.kinds.get(str(event.body.get("kind", "")))
    return Told(_("Levels of review set"), words(kind.title) if kind is not None else "")


def _desks_set(file: CaseFile, event: Happening) -> Told:
    desk = file.pack.desks.get(str(event.body.get("desk", "")))
    return Told(_("Desk named"), words(desk) if desk is not None else "")


def _omission_decided(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("omission", {})
    ground = GROUNDS.get(str(said.get("ground", "")))
    verb = _("Agreed to leave something out") if said.get("granted") else _("Refused to leave something out")
    return Told(verb, words(ground.title) if ground is not None else "", str(said.get("answer", "")))


def _disclosure_frozen(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("frozen", {})
    return Told(_("Approved for publication"), _version_words(said), str(said.get("title", "")), key=True)


def _disclosure_published(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("published", {})
    channel = _("Published to everybody") if said.get("channel") == "public" else _("Told within the organisation")
    return Told(channel, _version_words(said), str(said.get("where", "")), key=True)


def _version_words(said: Mapping[str, Any]) -> str:
    return _("version %(n)s") % {"n": said.get("version", "")}


def _snapshot_taken(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("snapshot", {})
    words_ = ngettext("as of %(day)s, %(n)d case", "as of %(day)s, %(n)d cases", said.get("cases", 0))
    return Told(_("Snapshot taken"), words_ % {"day": said.get("day", ""), "n": said.get("cases", 0)})


def _lists_set(file: CaseFile, event: Happening) -> Told:
    return Told(_("Lists set"), str(event.body.get("name", "")) or _("order of the lists"))


def _rule_fired(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("rule", {})
    rule = file.pack.rules.get(str(said.get("id", "")))
    title = words(rule.title) if rule is not None else str(said.get("id", ""))
    values = [f"{_counted(file.pack, path)} {value or '—'}" for path, value in said.get("values", {}).items()]
    word = words(Text.parse(str(said["word"]))) if said.get("word") else title or "—"
    return Told(_("Warned by number: %(word)s") % {"word": word}, title, " · ".join(values), key=True)


def _counted(pack: Pack, path: str) -> str:
    """Return what a rule counts: a figure, or for how many periods on end a unit stands on one side of a board."""
    side, _dot, board = path.partition(".")
    if path not in pack.figures and board in pack.boards:
        words_ = _("periods on end on the red board") if side == "red" else _("periods on end on the yellow board")
        return f"{words(pack.boards[board].title)} {words_}"
    return words(pack.figures[path].title) if path in pack.figures else path


def _commented(file: CaseFile, event: Happening) -> Told:
    return Told(_("Note"), quote=_text(event.body, "text"))


def _words_set(file: CaseFile, event: Happening) -> Told:
    document = file.pack.documents.get(str(event.body.get("document", "")))
    return Told(_("Changed the words of a document"), words(document.title) if document is not None else "")


def _document_issued(file: CaseFile, event: Happening) -> Told:
    title, number = str(event.body.get("title", "")), str(event.body.get("number", ""))
    return Told(_("Made a document final"), f"{number} {title}".strip())


def _handed_down(file: CaseFile, event: Happening) -> Told:
    names = pgettext("between things", ", ").join(str(one["name"]) for one in event.body.get("handed_down", ()))
    return Told(_("Handed down"), names, str(event.body.get("note", "")), key=True)


def _version_moved(file: CaseFile, event: Happening) -> Told:
    versions = {"old": event.body.get("from", ""), "new": event.body.get("to", "")}
    return Told(_("Moved to another version of the lifecycle"), _("%(old)s → %(new)s") % versions)


def _withdrawn(file: CaseFile, event: Happening) -> Told:
    return Told(_("Registration withdrawn"), quote=_text(event.body, "reason"), key=True)


def _ladder_set(file: CaseFile, event: Happening) -> Told:
    ladder = file.pack.ladders.get(str(event.body.get("ladder", "")))
    return Told(_("Warnings set"), words(ladder.title) if ladder is not None else "")


def _extensions_set(file: CaseFile, event: Happening) -> Told:
    return Told(_("Rules of extensions set"))


def _due_moved(file: CaseFile, event: Happening) -> Told:
    moved = event.body.get("dates", [])
    dates = pgettext("between things", ", ").join(
        _("%(clock)s %(old)s → %(new)s")
        % {"clock": _clock_title(file, str(one.get("clock"))), "old": one.get("old"), "new": one.get("new")}
        for one in moved
    )
    return Told(_("Due date moved with the calendar"), dates, _text(event.body, "reason"))


def _clock_title(file: CaseFile, clock: str) -> str:
    declared = file.kind.clocks.get(clock)
    return words(declared.title) if declared is not None else _("Limit of this review")


def _handed_over(file: CaseFile, event: Happening) -> Told:
    who = {"old": event.body.get("from", {}).get("name", ""), "new": event.body.get("to", {}).get("name", "")}
    return Told(_("Handed over"), _("%(old)s → %(new)s") % who, _text(event.body, "reason"), key=True)


PRESENTERS: dict[Verb, Presenter] = {
    **LETTER_PRESENTERS,
    **MEETING_PRESENTERS,
    **CHECK_PRESENTERS,
    **SCORE_PRESENTERS,
    **WARNING_PRESENTERS,
    **PUBLIC_PRESENTERS,
    Verb.LADDER_SET: _ladder_set,
    Verb.EXTENSIONS_SET: _extensions_set,
    Verb.DUE_MOVED: _due_moved,
    Verb.HANDED_OVER: _handed_over,
    Verb.WITHDRAWN: _withdrawn,
    Verb.OPENED: _opened,
    Verb.MOVED: _moved,
    Verb.SIGNED: _signed,
    Verb.CORRECTED: _corrected,
    Verb.ASSIGNED: _assigned,
    Verb.STANDARD_SET: _standard_set,
    Verb.POINT_ANSWERED: _point_answered,
    Verb.POINT_JUDGED: _point_judged,
    Verb.EVIDENCE_ADDED: _evidence_added,
    Verb.EVIDENCE_WITHDRAWN: _evidence_withdrawn,
    Verb.OUTCOME_RECORDED: _outcome_recorded,
    Verb.OUTCOME_WITHDRAWN: _outcome_withdrawn,
    Verb.EXTENSION_ASKED: _extension_asked,
    Verb.EXTENSION_DECIDED: _extension_decided,
    Verb.CHAIN_SET: _chain_set,
    Verb.DESKS_SET: _desks_set,
    Verb.OMISSION_DECIDED: _omission_decided,
    Verb.DISCLOSURE_FROZEN: _disclosure_frozen,
    Verb.DISCLOSURE_PUBLISHED: _disclosure_published,
    Verb.SNAPSHOT_TAKEN: _snapshot_taken,
    Verb.RULE_FIRED: _rule_fired,
    Verb.LISTS_SET: _lists_set,
    Verb.WORDS_SET: _words_set,
    Verb.DOCUMENT_ISSUED: _document_issued,
    Verb.COMMENTED: _commented,
    Verb.HANDED_DOWN: _handed_down,
    Verb.VERSION_MOVED: _version_moved,
}
