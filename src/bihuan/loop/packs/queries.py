"""What an area administrator sees of the packs: on or off, versions, drafts, desks without a holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from bihuan.loop.cases.models import Case, Category, DeskHolder
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.models import PackChoice, PackDraft, PackRelease
from bihuan.loop.lifecycle.packs import FIRST_OWN, pack_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version that the area may use. own: the area's own; based_on: the version it was made from."""

    number: int
    released_at: datetime
    own: bool
    based_on: int | None


@dataclass(frozen=True, slots=True)
class PackState:
    """
    How a pack stands in an area.

    version: with which new cases begin. newer: a shipped version that is newer than what is used or was copied, None without.
    running: cases that are not closed, by version. empty_desks: desks that nobody holds. drafted: whether a copy is being edited.
    """

    pack: Pack
    in_use: bool
    version: int
    chosen: bool
    newer: int | None
    versions: tuple[VersionShown, ...]
    running: Mapping[int, int]
    empty_desks: tuple[Text, ...]
    drafted: bool

    @property
    def all_running(self) -> int:
        """Return how many cases of all versions are not closed."""
        return sum(self.running.values())

    @property
    def own(self) -> bool:
        """Return whether new cases begin with a version of the area's own."""
        return self.version >= FIRST_OWN


def pack_states(area_id: int, only: str = "") -> list[PackState]:
    """Return how every pack that is shipped or the area's own stands, in order of id; five queries for any number of packs."""
    narrow = {"pack": only} if only else {}
    releases = PackRelease.objects.filter(Q(area__isnull=True) | Q(area_id=area_id), **narrow)
    versions: dict[str, list[VersionShown]] = {}
    rows = releases.values_list("pack", "version", "released_at", "area_id", "based_on")
    for pack, number, at, area, based_on in rows.order_by("released_at", "version"):
        versions.setdefault(pack, []).insert(0, VersionShown(number, at, area is not None, based_on))
    choices = {row.pack: row for row in PackChoice.objects.filter(area_id=area_id, **narrow)}
    running = _running(area_id, narrow)
    held = set(
        DeskHolder.objects.filter(area_id=area_id, case__isnull=True, **narrow).order_by().values_list("pack", "desk")
    )
    drafts = set(PackDraft.objects.filter(area_id=area_id, **narrow).order_by().values_list("pack", flat=True))
    found = (
        _state(pack, tuple(versions[pack]), choices.get(pack), _Beside(running.get(pack, {}), held, pack in drafts))
        for pack in sorted(versions)
    )
    return [state for state in found if state is not None]


def pack_state(area_id: int, pack_id: str) -> PackState:
    """Return how one pack stands in an area. Raises PackNotFound."""
    states = pack_states(area_id, pack_id)
    if not states:
        raise PackNotFound(pack_id)
    return states[0]


def _running(area_id: int, narrow: Mapping[str, str]) -> dict[str, dict[int, int]]:
    live = Case.objects.filter(area_id=area_id, **narrow).exclude(category=Category.CLOSED).order_by()
    found: dict[str, dict[int, int]] = {}
    for pack, version, count in live.values_list("pack", "pack_version").annotate(n=Count("id")):
        found.setdefault(pack, {})[version] = count
    return found


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the versions of a pack: running cases by version, desks that are held, whether a copy is edited."""

    running: Mapping[int, int]
    held: set[tuple[str, str]]
    drafted: bool


def _state(
    pack_id: str, versions: tuple[VersionShown, ...], choice: PackChoice | None, beside: _Beside
) -> PackState | None:
    shipped = max((one.number for one in versions if not one.own), default=None)
    chosen = choice.version if choice is not None else None
    version = chosen or shipped
    if version is None:
        return None
    used = next((one for one in versions if one.number == version), None)
    known = used.based_on if used is not None and used.own else version
    pack = pack_of(pack_id, version)
    return PackState(
        pack=pack,
        in_use=choice.in_use if choice is not None else True,
        version=version,
        chosen=chosen is not None,
        newer=shipped if shipped is not None and known is not None and shipped > known else None,
        versions=versions,
        running=beside.running,
        empty_desks=tuple(title for desk, title in pack.desks.items() if (pack_id, desk) not in beside.held),
        drafted=beside.drafted,
    )


def drafts_of(area_id: int, pack_id: str) -> QuerySet[PackDraft]:
    """Return the saves of the area's copy of a pack while it is edited, the newest first."""
    rows = PackDraft.objects.filter(area_id=area_id, pack=pack_id)
    return rows.select_related("by").order_by("-number")


def draft_of(area_id: int, pack_id: str, number: int | None = None) -> PackDraft | None:
    """Return the newest save of a copy, or the one with this number; None where nothing is edited."""
    rows = drafts_of(area_id, pack_id)
    return (rows.filter(number=number) if number is not None else rows).first()


def drafts_of_new(area_id: int) -> list[str]:
    """Return the ids of packs that are being written and of which the area has no version yet."""
    known = PackRelease.objects.filter(Q(area__isnull=True) | Q(area_id=area_id)).values("pack")
    rows = PackDraft.objects.filter(area_id=area_id, number=1).exclude(pack__in=known)
    return sorted(rows.order_by().values_list("pack", flat=True))


def release_of(area_id: int, pack_id: str, version: int) -> PackRelease:
    """Return a version that the area may use. Raises PackNotFound."""
    found = PackRelease.objects.filter(Q(area__isnull=True) | Q(area_id=area_id), pack=pack_id, version=version).first()
    if found is None:
        raise PackNotFound(f"{pack_id} {version}")
    return found
