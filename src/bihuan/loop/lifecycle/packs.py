"""Released packs: the text lies in the database, the parsed pack in memory."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import connection, transaction

from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.models import PackRelease
from bihuan.packspec.load import load_folder, load_text
from bihuan.packspec.model import Pack

SHIPPED = Path(__file__).resolve().parents[2] / "packs"


@lru_cache(maxsize=64)
def pack_of(pack_id: str, version: int) -> Pack:
    """Return a released pack. A release never changes, so it is parsed once a process. Raises PackNotFound."""
    release = PackRelease.objects.filter(pack=pack_id, version=version).first()
    if release is None:
        raise PackNotFound(f"{pack_id} {version}")
    return load_text(release.text)


def newest_version(pack_id: str) -> int:
    """Return the number of the newest release. Raises PackNotFound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(version) FROM pack_release WHERE pack = %s", [pack_id])
        version: int | None = cursor.fetchone()[0]
    if version is None:
        raise PackNotFound(pack_id)
    return version


def newest_pack(pack_id: str) -> Pack:
    """Return the newest release of a pack. Raises PackNotFound."""
    return pack_of(pack_id, newest_version(pack_id))


def released_packs() -> list[Pack]:
    """Return the newest release of every pack that has kinds, in order of id."""
    ids = PackRelease.objects.order_by("pack").values_list("pack", flat=True).distinct()
    return [pack for pack in (newest_pack(pack_id) for pack_id in ids) if pack.kinds]


def versions_of(pack_id: str) -> list[tuple[int, datetime]]:
    """Return the released versions of a pack with the moment of their release, newest first."""
    rows = PackRelease.objects.filter(pack=pack_id).order_by("-version")
    return list(rows.values_list("version", "released_at"))


@transaction.atomic
def release_packs(folder: Path = SHIPPED, *, at: datetime) -> list[str]:
    """
    Release every pack of a folder whose version is not released yet; all are read and checked before any is stored.

    Returns what was released, as `id version`. Raises PackErrors for faulty packs, ValueError when a released version was edited without raising it.
    """
    released = []
    for pack in load_folder(folder).values():
        if not pack.kinds:
            continue
        known = PackRelease.objects.filter(pack=pack.id, version=pack.version).first()
        if known is None:
            PackRelease.objects.create(
                pack=pack.id, version=pack.version, text=pack.text, digest=pack.digest(), released_at=at
            )
            released.append(f"{pack.id} {pack.version}")
        elif known.digest != pack.digest():
            raise ValueError(f"pack {pack.id} was changed without raising its version {pack.version}")
    return released
