"""Opening, correcting and talking about cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor, by_itself
from bihuan.loop.cases.change import Change, file_after, tell_above
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Watch
from bihuan.loop.cases.numbering import next_number
from bihuan.loop.cases.own_party import check_own_party, own_party_of, with_own_party
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.search import index_case
from bihuan.loop.cases.values import PERSON_PARTIES, UNIT_PARTIES, words, written
from bihuan.loop.cases.walls import wall_of
from bihuan.loop.clocks.below import lock_counting_on, refresh_counting_on
from bihuan.loop.clocks.computing import wrong_lengths
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.figures import refresh_by_figures
from bihuan.loop.clocks.models import Stay
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.actions import write_points
from bihuan.loop.letters.states import letter_of_opening
from bihuan.loop.lifecycle.arriving import refresh, start_waiting
from bihuan.loop.lifecycle.bounds import check_bounds, hold_bounds
from bihuan.loop.lifecycle.conditions import failing, known_beforehand, lock_ancestors
from bihuan.loop.lifecycle.given import is_required, missing_sentence, read_answers, refuse_wrong
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_of, version_in_use
from bihuan.loop.lifecycle.review import CHAIN_FIELD, MOST_PLEDGE, PLEDGE_FIELD, check_signers_left, read_chain
from bihuan.loop.lifecycle.rules import check_parent_open, relation_titles
from bihuan.loop.lifecycle.unfolding import also_filled, first_open, handed_down, kinds_for_each, members_of
from bihuan.loop.sampling.checking import begin_check_list, is_check
from bihuan.loop.trail.projection import COLUMNS, FIELD, PARTY, REFERENCES, references, value_of
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up
from bihuan.loop.warnings.lifting import lift_fallen
from bihuan.packspec.model import Kind, Pack

GENESIS = {"state": "", "category": "", "turn": 0}


@transaction.atomic
def open_case(
    *,
    pack: str,
    kind: str,
    subject: str,
    by: Actor,
    at: datetime,
    parent: Case | None = None,
    given: Mapping[str, Any] | None = None,
    standard: Sequence[str] = (),
    source: Mapping[str, Any] | None = None,
) -> Case:
    """
    Open a case in the first state of its lifecycle and return it.

    given: values by field or party id; also `due` and `nature` where they are known already.
    standard: points of the completion standard, for kinds that have one; they may still be changed until hand-out.
    source: where it came from, for the trail (file digest and place).

    Raises Refused with a sentence for every field that is wrong or missing, the due date too where the kind asks for it; PackNotFound.
    """
    if parent is not None:
        parent = lock_case(parent)
    version = parent.pack_version if parent is not None and parent.pack == pack else version_in_use(by.area_id, pack)
    declared = pack_of(pack, version).kinds.get(kind)
    if declared is None:
        raise Refused(gettext("There is no kind “%(kind)s” in this pack.") % {"kind": kind})
    file = blank_file(declared, pack_of(pack, version), parent, by=by, at=at)
    own = check_may_open(file, parent, by)
    change = opening_change(file, subject, with_own_party(own, given or {}, by))
    check_own_party(own, change, by)
    check_opened_when(file, change.known())
    _create(file, change, by=by, at=at, standard=standard, source=source)
    open_for_each(file, by=by, at=at)
    return file.case


def open_for_each(file: CaseFile, *, by: Actor, at: datetime) -> list[Case]:
    """
    Open the cases that open by themselves below a case that stands in its first open state, and return them.

    Whoever has one keeps it and gets no other, so that nothing opens twice. They are opened by the clock where their kind says so.
    """
    if file.case.state != first_open(file):
        return []
    opened = []
    for kind in kinds_for_each(file):
        opener = by_itself(file.case.area_id) if "clock" in kind.opened_by else by
        for member in members_of(file, kind):
            given = handed_down(file, kind, {member.name}) | also_filled(kind, member) | {member.name: member.value}
            opened.append(
                open_case(
                    pack=file.case.pack,
                    kind=kind.id,
                    subject=member.subject,
                    parent=file.case,
                    given=given,
                    by=opener,
                    at=at,
                )
            )
    return opened


def blank_file(kind: Kind, pack: Pack, parent: Case | None, *, by: Actor, at: datetime) -> CaseFile:
    """Return the file of a case that is not stored yet, in the first state of its lifecycle; whoever asks only looks."""
    day = local_day(at)
    state = kind.lifecycle_of(pack).start
    case = Case(
        area_id=by.area_id,
        pack=pack.id,
        pack_version=pack.version,
        kind=kind.id,
        parent=parent,
        root_id=parent.root_id if parent else None,
        ancestors=parent.path() if parent else [],
        subject="",
        state=state.id,
        category=state.category,
        opener_id=by.person_id,
        opened_at=at,
        last_at=at,
        wall=wall_of(kind, pack, parent),
    )
    return CaseFile(case, day)


def check_may_open(file: CaseFile, parent: Case | None, by: Actor) -> str:
    """
    Raise Refused (NotAllowed) unless the actor may open this blank case under its parent now.

    Return the party that the actor must be in the new case, empty where another relation lets them open it for anybody.
    """
    kind = file.kind
    if kind.parents and (parent is None or parent.pack != file.case.pack or parent.kind not in kind.parents):
        raise Refused(gettext("A case of this kind stands under another one; say which."))
    if not kind.parents and parent is not None:
        raise Refused(gettext("A case of this kind stands under no other."))
    above = CaseFile(parent, file.day) if parent is not None else file
    allowed = [relation for relation in kind.opened_by if relation != "clock"]
    by_clock = by.is_system and "clock" in kind.opened_by
    own = ""
    if not by_clock and not any(stands_as(by, above, relation) for relation in allowed):
        own = own_party_of(file, above, by)
        if not own:
            raise NotAllowed(gettext("Only %(who)s may open this.") % {"who": relation_titles(above, allowed)})
    check_parent_open(file)
    check_opened_when(file)
    return own


def check_opened_when(file: CaseFile, given: Mapping[str, Any] | None = None) -> None:
    """
    Raise Refused unless what its kind asks for at opening holds for a blank case.

    given: what is filled in, by field; without it only what is known beforehand is asked, which is all but fields of the case itself.
    """
    condition = known_beforehand(file.kind) if given is None else file.kind.opened_when
    lock_ancestors(file, condition)
    wrong = failing(file, condition, given)
    if wrong:
        raise Refused(wrong[0], missing=tuple(wrong[1:]))


def opening_change(file: CaseFile, subject: str, given: Mapping[str, Any]) -> Change:
    """Return what opening a blank case with these values would write. Raises Refused with a sentence for every wrong value."""
    kind = file.kind
    asks = ("subject", *kind.fields, *kind.parties, *(fact for fact in ("due", "nature") if given.get(fact)))
    filled = {name: value for name, value in given.items() if value is not None}
    change, _, wrong = read_answers(file, asks, {**_defaults(file), **filled, "subject": subject}, file.day)
    known = change.known()
    for field in kind.asked_at_opening(file.pack):
        empty = known.get(field.id) in (None, "", [])
        if empty and field.id not in wrong and is_required(file, field.id, known):
            wrong[field.id] = missing_sentence(file, field.id)
    until = kind.due_at_opening(file.pack)
    # Cases that open by themselves are asked nothing.
    if until is not None and "due" not in change.values and file.case.opener_id and not kind.one_for_each:
        wrong.setdefault("due", gettext("%(title)s is missing.") % {"title": words(until.title)})
    if not change.values.get("subject"):
        wrong["subject"] = missing_sentence(file, "subject")
    wrong |= wrong_lengths(file, change)
    refuse_wrong(wrong)
    return change


def _defaults(file: CaseFile) -> dict[str, Any]:
    return {field.id: field.default for field in file.kind.fields.values() if field.default is not None}


def _create(
    file: CaseFile,
    change: Change,
    *,
    by: Actor,
    at: datetime,
    standard: Sequence[str],
    source: Mapping[str, Any] | None,
) -> None:
    case = file.case
    case.number, case.order = next_number(
        area_id=by.area_id, pack=case.pack, kind=file.kind, parent=case.parent, year=file.day.year
    )
    if "due" in change.values:
        change.values["original_due"] = change.values["due"]
    for name, value in change.columns(file).items():
        setattr(case, name, value)
    case.save(force_insert=True)
    if case.root_id is None:
        Case.objects.filter(area_id=case.area_id, pk=case.pk).update(root_id=case.pk)
        case.root_id = case.pk
    file.stays.append(
        Stay.objects.create(
            area_id=case.area_id,
            case=case,
            turn=1,
            state=case.state,
            move="open",
            entered_by_id=by.person_id or None,
            entered_at=at,
        )
    )
    change.write_parties(file)
    if case.ancestors and (case.responsible_id or change.parties):
        tell_above(case.area_id, case.ancestors, [unit for unit in (case.responsible, case.lead) if unit is not None])
    changes = _birth(file, change)
    if "standard" in file.kind.uses and standard:
        changes |= write_points(case, [point for text in standard if (point := written(text))])
    if is_check(file):
        changes |= begin_check_list(file)
    body = {
        "kind": case.kind,
        "parent": case.parent.number if case.parent else None,
        **({"source": dict(source)} if source else {}),
        "changes": changes,
    }
    columns = refresh(file, at)
    record(case=case, verb=Verb.OPENED, by=by, at=at, body=body, set=columns)
    refresh_by_figures(file, at)
    start_waiting(file, at)
    index_case(case)
    letter_of_opening(file, at)


def _birth(file: CaseFile, change: Change) -> dict[str, list[Any]]:
    """Return all that is known of a new case as changes from nothing, so that the trail alone can rebuild it."""
    case = file.case
    new = {name: value_of(case, name) for name in (*COLUMNS, *REFERENCES)}
    new |= {f"{FIELD}{name}": value_of(case, f"{FIELD}{name}") for name in case.fields}
    new |= {f"{PARTY}{party}": references(members) for party, members in change.parties.items()}
    return {name: [None, value] for name, value in new.items() if value not in (None, "", [])}


@transaction.atomic
def correct_case(
    *, case: Case, given: Mapping[str, Any], reason: str, by: Actor, at: datetime, standing: str | None = None
) -> Case:
    """
    Correct what was written down about a case: by the office, with a reason, old and new value in the trail.

    given: new values by field, party or fact id (`subject`, `due`, `nature`). State, round and closing dates are never corrected.
    Raises Refused.
    """
    counting_on = lock_counting_on(case, given.keys())
    file = CaseFile(catch_up(lock_case(case, standing), at), local_day(at))
    if not stands_as(by, file, "desk.office"):
        raise NotAllowed(
            gettext("Only %(who)s may correct what is written.") % {"who": relation_titles(file, ["desk.office"])}
        )
    drafted = file.state.category == "draft"
    reason = written(reason)
    if not reason and not drafted:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    allowed = {
        *file.kind.fields,
        *(set(UNIT_PARTIES + PERSON_PARTIES) & set(file.kind.parties)),
        "subject",
        "due",
        "nature",
    }
    unknown = set(given) - allowed
    if unknown:
        raise Refused(gettext("“%(name)s” cannot be corrected.") % {"name": "、".join(sorted(unknown))})
    change = corrected_change(file, given)
    if "due" in change.values and drafted:
        change.values["original_due"] = change.values["due"]
    changes = change.changes(file)
    if not changes:
        return file.case
    write_correction(file, change, {"reason": reason, "changes": changes}, by=by, at=at)
    refresh_counting_on(counting_on, at)
    return file.case


def corrected_change(file: CaseFile, given: Mapping[str, Any]) -> Change:
    """Return the change of a correction: what may be empty may be emptied, what must be filled may not."""
    change, _, wrong = read_answers(file, given, given, file.day)
    known = change.known()
    for name in given:
        emptied = name in known and known[name] in (None, "", [])
        if emptied and name not in wrong and is_required(file, name, known):
            wrong[name] = missing_sentence(file, name)
    wrong |= wrong_lengths(file, change)
    refuse_wrong(wrong)
    return change


def write_correction(file: CaseFile, change: Change, body: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Write a change of a locked case as a correction: columns, parties, clocks, event and search, in the caller's transaction."""
    case = file.case
    check_signers_left(file, file_after(file, change))
    held = hold_bounds(file, change.fields)
    columns = change.columns(file)
    change.write_parties(file)
    for name, value in {**columns, **change.values}.items():
        setattr(case, name, value)
    dial = refresh(file, at)
    record(case=case, verb=Verb.CORRECTED, by=by, at=at, body=body, set={**columns, **dial})
    check_bounds(file, held)
    refresh_by_figures(file, at)
    lift_fallen(file, because="correction", at=at)
    if change.parties or any(name in change.values for name in REFERENCES):
        start_waiting(file, at)
    index_case(case)


@transaction.atomic
def comment_on(*, case: Case, text: str, by: Actor, at: datetime) -> Case:
    """Write a note into the trail of a case. Raises Refused for an empty note."""
    text = written(text)
    if not text:
        raise Refused(gettext("Write something first."), fields={"text": gettext("Write something first.")})
    locked = lock_case(case)
    record(case=locked, verb=Verb.COMMENTED, by=by, at=at, body={"text": text})
    return locked


@transaction.atomic
def set_review_chain(
    *,
    case: Case,
    kind: str,
    state: str,
    steps: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    pledge: str | None = None,
) -> Case:
    """
    Give the cases below (of one round) their own review chain of 1 to 5 steps; an empty list returns to the pack's.

    steps: {"signed_by": relations, "checks": texts, "limit": {"unit", "amount"} or None, "ladder": id or none, "on_site": bool}.
    pledge: the truth pledge that whoever hands work in has to sign; empty for none, None leaves it as it is.
    Passes that run keep the chain they began with. Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    if not stands_as(by, file, "desk.office"):
        raise NotAllowed(
            gettext("Only %(who)s may set the levels of review.") % {"who": relation_titles(file, ["desk.office"])}
        )
    reviewed = file.pack.kinds[kind].review.get(state) if kind in file.pack.kinds else None
    if reviewed is None or reviewed.set_by != file.case.kind:
        raise Refused(gettext("The levels of this review are not set here."))
    chain = read_chain(file.pack, file.pack.kinds[kind], steps)
    name = CHAIN_FIELD.format(kind=kind, state=state)
    change = Change(fields={name: chain or None})
    if pledge is not None:
        change.fields[PLEDGE_FIELD.format(kind=kind, state=state)] = written(pledge)[:MOST_PLEDGE] or None
    changes = change.changes(file)
    if changes:
        columns = change.columns(file)
        record(
            case=file.case,
            verb=Verb.CHAIN_SET,
            by=by,
            at=at,
            body={"kind": kind, "state": state, "changes": changes},
            set=columns,
        )
    return file.case


@transaction.atomic
def watch_case(*, case: Case, watched: bool, by: Actor, at: datetime) -> None:
    """Begin or end watching a case; a personal mark, not part of the trail."""
    if watched:
        Watch.objects.get_or_create(area_id=case.area_id, person_id=by.person_id, case_id=case.pk)
    else:
        Watch.objects.filter(area_id=case.area_id, person_id=by.person_id, case_id=case.pk).delete()
