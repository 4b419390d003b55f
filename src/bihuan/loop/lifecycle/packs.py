"""Released packs: the text lies in the database, the parsed pack in memory; an area chooses which it uses, in which version."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from bihuan.accounts.models import Area
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.models import PackChoice, PackRelease
from bihuan.packspec.load import load_folder, load_text
from bihuan.packspec.model import Pack
from bihuan.packspec.written import shipped_cases

SHIPPED = Path(__file__).resolve().parents[2] / "packs"
FIRST_OWN: Final = 1001  # an area's own versions begin here; what is shipped stays below


@lru_cache(maxsize=512)
def pack_of(pack_id: str, version: int) -> Pack:
    """Return a released pack. A release never changes, so it is parsed once a process. Raises PackNotFound."""
    release = PackRelease.objects.filter(pack=pack_id, version=version).first()
    if release is None:
        raise PackNotFound(f"{pack_id} {version}")
    return load_text(release.text)


def read_ahead() -> None:
    """Parse every pack that an area knows now, where a process begins, so that nobody's first page waits for it."""
    for area_id in list(Area.objects.order_by().values_list("pk", flat=True)):
        packs_known(area_id)


def packs_in_use(area_id: int) -> list[Pack]:
    """Return the packs that an area uses, each in the version that new cases begin with, in order of id; one query."""
    return [pack for pack, in_use in _every(area_id) if in_use]


def packs_known(area_id: int) -> dict[str, Pack]:
    """Return the packs that an area uses or turned off, by id, each as it would be used for new cases; one query."""
    return {pack.id: pack for pack, _ in _every(area_id)}


def _every(area_id: int) -> list[tuple[Pack, bool]]:
    rows = sorted(_offered(area_id), key=lambda row: row[0])  # a database orders ids as its collation likes
    found = [(id_, chosen or shipped, in_use is not False) for id_, in_use, chosen, shipped in rows]
    return [(pack_of(id_, version), in_use) for id_, version, in_use in found if version is not None]


def pack_in_use(area_id: int, pack_id: str) -> Pack:
    """Return a pack as the area uses it for new cases. Raises PackNotFound where it is off or was never released."""
    return pack_of(pack_id, version_in_use(area_id, pack_id))


def version_in_use(area_id: int, pack_id: str) -> int:
    """Return the version with which new cases of a pack begin in an area; one query. Raises PackNotFound where it is off."""
    version, in_use = _chosen(area_id, pack_id)
    if not in_use:
        raise PackNotFound(pack_id)
    return version


def pack_known(area_id: int, pack_id: str) -> Pack:
    """Return a pack as the area would use it, whether it is on or off: for what still stands of it. Raises PackNotFound."""
    return pack_of(pack_id, _chosen(area_id, pack_id)[0])


def packs_off(area_id: int) -> QuerySet[PackChoice, str]:
    """Return the ids of the packs that an area turned off, as a part of a query: `.exclude(pack__in=packs_off(area_id))`."""
    return PackChoice.objects.filter(area_id=area_id, in_use=False).values_list("pack", flat=True)


def is_off(area_id: int, pack_id: str) -> bool:
    """Return whether an area turned a pack off."""
    return packs_off(area_id).filter(pack=pack_id).exists()


def _offered(area_id: int, **only: str) -> QuerySet[PackRelease, tuple[str, bool | None, int | None, int | None]]:
    """Return pack, whether it is in use (None: nothing chosen), chosen version, newest shipped version; one row for each pack."""
    mine = PackChoice.objects.filter(area_id=area_id, pack=OuterRef("pack"))
    return (
        PackRelease.objects.filter(Q(area__isnull=True) | Q(area_id=area_id), **only)
        .order_by()
        .values("pack")
        .annotate(
            in_use=Subquery(mine.values("in_use")),
            chosen=Subquery(mine.values("version")),
            shipped=Max("version", filter=Q(area__isnull=True)),
        )
        .values_list("pack", "in_use", "chosen", "shipped")
    )


def _chosen(area_id: int, pack_id: str) -> tuple[int, bool]:
    row = next(iter(_offered(area_id, pack=pack_id)), None)
    version = (row[2] or row[3]) if row is not None else None
    if row is None or version is None:
        raise PackNotFound(pack_id)
    return version, row[1] is not False


def newest_version(pack_id: str) -> int:
    """Return the number of the newest shipped release. Raises PackNotFound."""
    shipped = PackRelease.objects.filter(pack=pack_id, area__isnull=True)
    version: int | None = shipped.aggregate(newest=Max("version"))["newest"]
    if version is None:
        raise PackNotFound(pack_id)
    return version


def newest_pack(pack_id: str) -> Pack:
    """Return the newest shipped release of a pack: where no area is known. Raises PackNotFound."""
    return pack_of(pack_id, newest_version(pack_id))


def versions_of(area_id: int, pack_id: str) -> list[tuple[int, datetime]]:
    """Return the released versions of a pack that an area may use, with the moment of their release, newest first."""
    rows = PackRelease.objects.filter(Q(area__isnull=True) | Q(area_id=area_id), pack=pack_id)
    return list(rows.order_by("-released_at", "-version").values_list("version", "released_at"))


@transaction.atomic
def release_packs(folder: Path = SHIPPED, *, at: datetime, only: Collection[str] = ()) -> list[str]:
    """
    Release every pack of a folder whose version is not released yet; all are read and checked before any is stored.

    only: ids of the packs to release, all of them where it is empty.
    Returns what was released, as `id version`. Raises PackErrors for faulty packs, ValueError when a released version was edited without raising it.
    """
    known = dict(_shipped_digests())
    missing = []
    for pack in load_folder(folder).values():
        if not pack.kinds or (only and pack.id not in only):
            continue
        digest = known.get((pack.id, pack.version))
        if digest is None:
            missing.append(pack)
        elif digest != pack.digest():
            raise ValueError(f"pack {pack.id} was changed without raising its version {pack.version}")
    PackRelease.objects.bulk_create(
        PackRelease(
            pack=pack.id,
            version=pack.version,
            text=pack.text,
            digest=pack.digest(),
            released_at=at,
            cases=shipped_cases(pack.id, folder),
        )
        for pack in missing
    )
    return [f"{pack.id} {pack.version}" for pack in missing]


def _shipped_digests() -> dict[tuple[str, int], str]:
    rows = PackRelease.objects.filter(area__isnull=True).values_list("pack", "version", "digest")
    return {(pack, version): digest for pack, version, digest in rows}
