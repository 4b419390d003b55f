"""What an area administrator does with packs: on and off, version, copy, draft, adopt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.lifecycle.afresh import rest, wake
from bihuan.loop.lifecycle.models import PackChoice, PackDraft, PackRelease
from bihuan.loop.lifecycle.packs import FIRST_OWN, newest_pack, pack_of, packs_known
from bihuan.loop.packs.errors import NotCorrect
from bihuan.loop.packs.impact import impact_of
from bihuan.loop.packs.queries import draft_of, pack_state, release_of
from bihuan.loop.packs.rules import BUILT_UPON, check_may_manage_packs, names_gone
from bihuan.packspec.problems import PackErrors
from bihuan.packspec.written import numbered, read_written, shared_texts

TAKEN = frozenset({"import"})  # ids that would hide behind an address of a page
MOST_TEXT = 400_000  # characters; the longest shipped pack has 60,000
MOST_LINES = 10_000  # two texts are compared line by line, which takes time by the square of them


def switch_pack(*, pack: str, on: bool, by: Actor, at: datetime) -> bool:
    """
    Turn a pack on or off for the area and return whether that changed anything.

    Off: nothing new is opened, it is left out of menus, ledgers, figures and of what waits for people; its cases can still be read.
    On: everything goes on where it stood. Raises NotAllowed, PackNotFound.
    """
    check_may_manage_packs(by)
    state = pack_state(by.area_id, pack)
    if state.in_use == on:
        return False
    with transaction.atomic():
        _choose(pack, by, at, in_use=on)
        if not on:
            rest(area_id=by.area_id, pack=pack)
        record(
            Verb.PACK_SWITCHED, by=by, at=at, subject="pack", subject_id=0, name=pack,
            before={"in_use": not on}, after={"in_use": on},
        )  # fmt: skip
    if on:
        wake(area_id=by.area_id, pack=pack, at=at)
    return True


@transaction.atomic
def choose_version(*, pack: str, version: int | None, by: Actor, at: datetime) -> None:
    """
    Let new cases of a pack begin with this version; None: with the newest shipped one, also when a newer one comes.

    Running cases keep theirs. Raises NotAllowed, PackNotFound; Refused where there is no shipped version to follow.
    """
    check_may_manage_packs(by)
    state = pack_state(by.area_id, pack)
    if version is not None:
        release_of(by.area_id, pack, version)
    elif all(one.own for one in state.versions):
        raise Refused(_("This pack is your own; no version of it is shipped."))
    _choose(pack, by, at, version=version)
    record(
        Verb.PACK_VERSION_CHOSEN, by=by, at=at, subject="pack", subject_id=0, name=pack,
        before={"version": state.version if state.chosen else None}, after={"version": version},
    )  # fmt: skip


def _choose(pack: str, by: Actor, at: datetime, **values: Any) -> None:
    given = {**values, "by_id": by.person_id, "at": at}
    if not PackChoice.objects.filter(area_id=by.area_id, pack=pack).update(**given):
        PackChoice.objects.create(area_id=by.area_id, pack=pack, **given)


@transaction.atomic
def copy_pack(*, pack: str, by: Actor, at: datetime) -> PackDraft:
    """
    Begin a copy of the version in use, to be edited, and return its draft; one that is there already is returned as it is.

    Raises NotAllowed, PackNotFound.
    """
    check_may_manage_packs(by)
    Area.objects.select_for_update().get(pk=by.area_id)
    known = draft_of(by.area_id, pack)
    if known is not None:
        return known
    state = pack_state(by.area_id, pack)
    release = release_of(by.area_id, pack, state.version)
    text = numbered(release.text, next_own(pack))
    return PackDraft.objects.create(
        area_id=by.area_id, pack=pack, number=1, based_on=release.version, text=text, cases=release.cases,
        by_id=by.person_id, at=at,
    )  # fmt: skip


def check_measure(*texts: str) -> None:
    """Raise Refused for a text beyond all measure."""
    if any(len(text) > MOST_TEXT or len(text.splitlines()) > MOST_LINES for text in texts):
        raise Refused(_("The text is too long."))


@transaction.atomic
def save_draft(
    *, pack: str, text: str, cases: str, seen: int, by: Actor, at: datetime, based_on: int | None = None
) -> PackDraft:
    """
    Keep what was typed as the next save of the area's copy, whether it is right or not, and return it.

    seen: number of the save that was on the page, 0 for none. Nothing is written where nothing was changed.
    Raises NotAllowed; OvertakenByOther when somebody saved meanwhile; Refused for a text beyond all measure.
    """
    check_may_manage_packs(by)
    check_measure(text, cases)
    Area.objects.select_for_update().get(pk=by.area_id)
    last = draft_of(by.area_id, pack)
    if last is not None and last.number != seen:
        raise OvertakenByOther(
            _("%(who)s saved this copy after you opened the page. What you typed is kept below.")
            % {"who": last.by.name}
        )
    text, cases = text.replace("\r\n", "\n"), cases.replace("\r\n", "\n")
    if last is not None and (last.text, last.cases) == (text, cases):
        return last
    return PackDraft.objects.create(
        area_id=by.area_id, pack=pack, number=seen + 1, text=text, cases=cases, by_id=by.person_id, at=at,
        based_on=last.based_on if last is not None else based_on,
    )  # fmt: skip


@transaction.atomic
def discard_draft(*, pack: str, by: Actor, at: datetime) -> int:
    """Throw the area's copy of a pack away, with all its saves, and return how many there were. Raises NotAllowed."""
    check_may_manage_packs(by)
    return PackDraft.objects.filter(area_id=by.area_id, pack=pack).delete()[0]


@transaction.atomic
def adopt_draft(*, pack: str, seen: int, by: Actor, at: datetime) -> PackRelease:
    """
    Make the area's copy a version of its own, let new cases begin with it, and return it; running cases stay where they are.

    seen: number of the save that was looked at.
    Raises NotAllowed; NotCorrect with everything that is wrong; Refused while running cases stand in states without a target; OvertakenByOther.
    """
    check_may_manage_packs(by)
    Area.objects.select_for_update().get(pk=by.area_id)
    draft = draft_of(by.area_id, pack)
    if draft is None or draft.number != seen:
        raise OvertakenByOther(_("The copy was changed after you looked at it. Look at it again."))
    release = release_own(pack=pack, text=draft.text, cases=draft.cases, based_on=draft.based_on, by=by, at=at)
    PackDraft.objects.filter(area_id=by.area_id, pack=pack).delete()
    return release


def release_own(*, pack: str, text: str, cases: str, based_on: int | None, by: Actor, at: datetime) -> PackRelease:
    """
    Store a checked text as the area's next own version of a pack and let new cases begin with it, in the caller's transaction.

    Raises NotCorrect; Refused while running cases stand in states without a target, or where names are gone that pages ask for.
    """
    version = next_own(pack)
    whole = checked(pack, text, version)
    target = read_written(pack, numbered(text, version)).pack
    if target is None:
        raise AssertionError(pack)
    if pack in BUILT_UPON and (gone := names_gone(newest_pack(pack), target)):
        raise Refused(_("Pages of this system ask for these names; the copy has to keep them."), missing=gone)
    if stops := impact_of(by.area_id, target, local_day(at), dates=False).stops:
        raise Refused(_("Running cases would have nowhere to go."), missing=tuple(words(one) for one in stops))
    known = pack_of_choice(by.area_id, pack)
    new = PackRelease(
        area_id=by.area_id, pack=pack, version=version, text=whole, digest=target.digest(), cases=cases,
        based_on=based_on, released_at=at,
    )  # fmt: skip
    _store(new)
    _choose(pack, by, at, version=version, in_use=True)
    record(
        Verb.PACK_ADOPTED, by=by, at=at, subject="pack", subject_id=0, name=pack,
        before={"version": known}, after={"version": version},
    )  # fmt: skip
    return new


def _store(new: PackRelease) -> None:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # another area took the number at the same moment
        raise OvertakenByOther(_("Somebody adopted a version at the same moment. Try again.")) from None
    # A number that a transaction gave up may have been read already.
    pack_of.cache_clear()


def checked(pack: str, text: str, version: int) -> str:
    """Return the text with this number and with the shared parts inside. Raises NotCorrect with everything that is wrong."""
    if pack in TAKEN or f"{pack}.toml" in shared_texts():
        raise Refused(_("A pack cannot have the id “%(id)s”.") % {"id": pack})
    reading = read_written(pack, text)
    if reading.pack is None:
        raise NotCorrect(reading.problems)
    try:
        numbered_text = numbered(text, version)
    except PackErrors as errors:
        raise NotCorrect(errors.problems) from errors
    again = read_written(pack, numbered_text)
    if again.pack is None or again.pack.version != version:
        raise NotCorrect(again.problems)
    return again.whole


def next_own(pack: str) -> int:
    """Return the number that the next own version of a pack would get: no area has the same."""
    last = PackRelease.objects.filter(pack=pack, version__gte=FIRST_OWN).aggregate(last=Max("version"))["last"]
    return (last or FIRST_OWN - 1) + 1


def pack_of_choice(area_id: int, pack: str) -> int | None:
    """Return with which version of a pack new cases begin, None for a pack that the area does not have."""
    known = packs_known(area_id).get(pack)
    return known.version if known is not None else None
