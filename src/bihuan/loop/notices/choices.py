"""What people chose: how each kind reaches them, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.loop.notices.kinds import usual_way
from bihuan.loop.notices.models import NoticeChoice, NoticeSetting, Way
from bihuan.loop.notices.timing import after_quiet, next_digest


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wants: `ways` holds only what was chosen."""

    setting: NoticeSetting
    ways: dict[str, str] = field(default_factory=dict)

    def way(self, kind: str) -> str:
        """Return how a kind reaches the person by mail: once, digest or never."""
        return self.ways.get(kind) or usual_way(kind)

    def due_at(self, kind: str, at: datetime) -> datetime:
        """Return when a message of this kind that is written at `at` should go out."""
        if self.way(kind) == Way.DIGEST:
            return next_digest(at, self.setting.digest_hour)
        return after_quiet(at, self.setting.quiet_from, self.setting.quiet_until)


def wishes_of(area_id: int, person_ids: Iterable[int]) -> dict[int, Wishes]:
    """Return what each of these people wants; who chose nothing has the usual. Two queries."""
    ids = sorted(set(person_ids))
    ways: dict[int, dict[str, str]] = defaultdict(dict)
    for person_id, kind, way in NoticeChoice.objects.filter(area_id=area_id, person_id__in=ids).values_list(
        "person_id", "kind", "way"
    ):
        ways[person_id][kind] = way
    settings = {row.person_id: row for row in NoticeSetting.objects.filter(area_id=area_id, person_id__in=ids)}
    return {
        pk: Wishes(settings.get(pk) or NoticeSetting(area_id=area_id, person_id=pk), ways.get(pk, {})) for pk in ids
    }
