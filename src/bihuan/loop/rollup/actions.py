"""Areas below, keys, handing inspections down and taking them over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb as Change
from bihuan.accounts.audit import changes_of
from bihuan.accounts.audit import record as record_change
from bihuan.accounts.models import Area
from bihuan.accounts.names import problem_of_code, problem_of_name, tidy
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotHere, Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.rollup.keeping import keep_figures
from bihuan.loop.rollup.models import AreaKey, FromAbove, HandDown, TrustedKey
from bihuan.loop.rollup.package import fingerprint, is_key, new_key
from bihuan.loop.rollup.queries import areas_below, is_here, reach_of
from bihuan.loop.rollup.rules import check_may_exchange, check_may_hand_down
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

# What a case above may give a case below: values that mean the same everywhere, no units, people, links or personal data.
CARRIED = frozenset({"text", "lines", "number", "money", "date", "choice", "yes_no"})


@transaction.atomic
def add_area_below(*, code: str, name: str, by: Actor, at: datetime) -> Area:
    """
    Write down an area below that works elsewhere and sends packages, and return it; one that was let go from here comes back under its code.

    Raises NotAllowed; Refused with a sentence for `code` and `name`.
    """
    check_may_exchange(by)
    code, name = code.strip().lower(), tidy(name)
    wrong = {"code": problem_of_code(code), "name": problem_of_name(name, 100)}
    known = Area.objects.select_for_update().filter(code=code).first()
    if not wrong["code"] and known is not None and not _may_come_back(by.area_id, known):
        wrong["code"] = _("There is an area with this code already.")
    faults = {field: str(said) for field, said in wrong.items() if said}
    if faults:
        raise Refused(next(iter(faults.values())), fields=faults)
    values = {"name": name, "parent_id": by.area_id, "set_up_at": at}
    area, _made = Area.objects.update_or_create(code=code, defaults=values)
    _note(Change.AREA_BELOW_ADDED, by, at, area, {"code": code})
    return area


def _may_come_back(area_id: int, known: Area) -> bool:
    """Return whether an area that works elsewhere stands nowhere since it was let go from here, and not above by now."""
    let_go = changes_of(area_id, "area", known.pk).filter(verb=Change.AREA_LET_GO)
    return known.parent_id is None and not is_here(known.pk) and let_go.exists() and area_id not in reach_of(known.pk)


@transaction.atomic
def name_superior(*, code: str, by: Actor, at: datetime) -> Area | None:
    """
    Say under which area of this installation the own one stands, and return it; empty for none. The superior then sees its figures.

    Raises NotAllowed; Refused for a code that is not there, the own one, or one below.
    """
    check_may_exchange(by)
    own = Area.objects.select_for_update().get(pk=by.area_id)
    above = Area.objects.filter(code=code.strip().lower()).first() if code.strip() else None
    if code.strip() and above is None:
        raise Refused(_("There is no area with this code."), fields={"superior": _("There is no area with this code.")})
    if above is not None and above.pk in reach_of(own.pk):
        sentence = _("An area cannot stand under itself or under one below it.")
        raise Refused(sentence, fields={"superior": sentence})
    Area.objects.filter(pk=own.pk).update(parent=above)
    _note(Change.SUPERIOR_NAMED, by, at, own, {"parent": above.code if above else ""})
    if above is not None:
        keep_figures(area_id=own.pk, day=local_day(at))
    return above


@transaction.atomic
def let_area_go(*, code: str, by: Actor, at: datetime) -> Area:
    """
    Let an area stand below the own one no longer, and return it: it is compared no more, and nothing can be handed down to it.

    What it told so far and what was handed down to it stays. code: of the area. Raises NotAllowed; Refused for one that does not stand below.
    """
    check_may_exchange(by)
    area = Area.objects.select_for_update().filter(code=code.strip().lower(), parent_id=by.area_id).first()
    if area is None:
        raise Refused(_("There is no area with this code below yours."))
    Area.objects.filter(pk=area.pk, parent_id=by.area_id).update(parent=None)
    _note(Change.AREA_LET_GO, by, at, area, {"code": area.code})
    return area


def _note(verb: Change, by: Actor, at: datetime, area: Area, after: dict[str, Any]) -> None:
    record_change(verb, by=by, at=at, subject="area", subject_id=area.pk, name=area.name, before={}, after=after)


@transaction.atomic
def count_now(*, by: Actor, at: datetime) -> int:
    """Count the figures of the own area and of those directly below that work here, as of today; return how many areas. Raises NotAllowed."""
    check_may_exchange(by)
    here = [by.area_id, *(area.pk for area in areas_below(by.area_id) if is_here(area.pk))]
    for area_id in here:
        keep_figures(area_id=area_id, day=local_day(at))
    return len(here)


@transaction.atomic
def make_key(*, by: Actor, at: datetime) -> AreaKey:
    """Make a new key with which the area signs from now on, and return it; what was signed before stays right. Raises NotAllowed."""
    check_may_exchange(by)
    public, private = new_key()
    key = AreaKey.objects.create(area_id=by.area_id, public=public, private=private, by_id=by.person_id, at=at)
    _note(Change.KEY_MADE, by, at, Area.objects.get(pk=by.area_id), {"fingerprint": fingerprint(public)})
    return key


@transaction.atomic
def trust_key(*, code: str, public: str, by: Actor, at: datetime) -> TrustedKey:
    """
    Believe packages that an area signs with a key, after its fingerprint was compared by telephone. code: of the area.

    Raises NotAllowed; Refused for a text that is no key.
    """
    check_may_exchange(by)
    code, public = code.strip().lower(), "".join(public.split()).lower()
    wrong = {}
    if problem_of_code(code):
        wrong["code"] = str(problem_of_code(code))
    if not is_key(public):
        wrong["public"] = _("This is no key: 64 characters of 0–9 and a–f.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    key, made = TrustedKey.objects.get_or_create(
        area_id=by.area_id, code=code, public=public, defaults={"by_id": by.person_id, "at": at}
    )
    if made:
        _note(
            Change.KEY_TRUSTED,
            by,
            at,
            Area.objects.get(pk=by.area_id),
            {"code": code, "fingerprint": fingerprint(public)},
        )
    return key


@transaction.atomic
def forget_key(*, key_id: int, by: Actor, at: datetime) -> bool:
    """Believe a key no more, and return whether it was believed. Raises NotAllowed."""
    check_may_exchange(by)
    key = TrustedKey.objects.filter(area_id=by.area_id, pk=key_id).first()
    if key is None:
        return False
    TrustedKey.objects.filter(area_id=by.area_id, pk=key_id).delete()
    after = {"code": key.code, "fingerprint": fingerprint(key.public)}
    _note(Change.KEY_FORGOTTEN, by, at, Area.objects.get(pk=by.area_id), after)
    return True


@transaction.atomic
def hand_down(
    *, case: Case, to: Sequence[str], by: Actor, at: datetime, note: str = "", due: date | None = None
) -> list[HandDown]:
    """
    Hand a case down to areas directly below: each gets a line to take over, here or with the next package.

    to: codes of areas; one that has it already gets no second. Raises NotAllowed; Refused where no area was chosen.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_hand_down(file, by)
    known = set(HandDown.objects.filter(area_id=by.area_id, case_id=case.pk).values_list("to_id", flat=True))
    areas = [area for area in areas_below(by.area_id) if area.code in set(to) and area.pk not in known]
    if not areas:
        raise Refused(_("Choose at least one area that does not have it yet."))
    made = [
        HandDown.objects.create(
            area_id=by.area_id, case_id=case.pk, uid=str(uuid4()), to=area, due=due, note=note.strip(),
            by_id=by.person_id, at=at,
        )
        for area in areas
    ]  # fmt: skip
    for row in made:
        if is_here(row.to_id):
            take_line(row.to_id, line_of(row, file))
    body = {
        "handed_down": [{"code": area.code, "name": area.name} for area in areas],
        "note": note.strip(),
        "due": due.isoformat() if due else None,
    }
    record(case=file.case, verb=Verb.HANDED_DOWN, by=by, at=at, body=body)
    return made


def line_of(row: HandDown, file: CaseFile) -> dict[str, Any]:
    """Return what goes to the area below, as plain JSON."""
    fields = file.kind.fields
    carried = {
        id_: value
        for id_, value in file.case.fields.items()
        if id_ in fields and fields[id_].type in CARRIED and not fields[id_].personal
    }
    area = Area.objects.get(pk=row.area_id)
    due = row.due or (file.case.due if file.kind.due_at_opening(file.pack) is not None else None)
    return {
        "uid": row.uid, "from_code": area.code, "from_name": area.name, "number": file.case.number, "pack": file.case.pack,
        "kind": file.case.kind, "subject": file.case.subject, "given": carried, "note": row.note,
        "due": due.isoformat() if due else None, "at": row.at.isoformat(),
    }  # fmt: skip


def take_line(area_id: int, line: dict[str, Any]) -> bool:
    """Keep a line from above once, and return whether it is new."""
    uid = str(line["uid"])
    if FromAbove.objects.filter(area_id=area_id, uid=uid).exists():
        return False
    FromAbove.objects.create(
        area_id=area_id, uid=uid, from_code=str(line["from_code"])[:50], from_name=str(line["from_name"])[:100],
        number=str(line["number"])[:60], pack=str(line["pack"])[:40], kind=str(line["kind"])[:40],
        subject=str(line["subject"]), given=dict(line["given"]), note=str(line["note"]),
        due=date.fromisoformat(line["due"]) if line["due"] else None, at=instant_of(line["at"]),
    )  # fmt: skip
    return True


def instant_of(said: Any) -> datetime:
    """Return an instant that another area wrote down. Raises ValueError where it has no time zone, OverflowError beyond all calendars."""
    found = datetime.fromisoformat(str(said))
    if found.tzinfo is None:
        raise ValueError(said)
    return found.astimezone(UTC)


@transaction.atomic
def take_over(*, line_id: int, by: Actor, at: datetime) -> Case:
    """
    Open the own case for what came from above and return it; the same line opens one case only.

    Values that the own pack has no field for are left out.
    Raises Refused (NotAllowed) as opening does, PackNotFound; NotHere for a line that was taken over.
    """
    row = FromAbove.objects.select_for_update(of=("self",)).filter(area_id=by.area_id, pk=line_id).first()
    if row is None or row.case_id is not None:
        raise NotHere(_("This was taken over already."))
    pack = pack_in_use(by.area_id, row.pack)
    kind = pack.kinds.get(row.kind)
    if kind is None:
        raise NotHere(_("The system has no such kind here."))
    given = {name: value for name, value in row.given.items() if name in kind.fields}
    if row.due is not None and kind.due_at_opening(pack) is not None:
        given["due"] = max(row.due, local_day(at))
    source = {"above": {"uid": row.uid, "area": row.from_name, "number": row.number}}
    case = open_case(pack=row.pack, kind=row.kind, subject=row.subject, given=given, source=source, by=by, at=at)
    FromAbove.objects.filter(area_id=by.area_id, pk=row.pk).update(case=case, taken_by_id=by.person_id, taken_at=at)
    return case
