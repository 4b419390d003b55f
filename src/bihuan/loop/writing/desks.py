"""What the desks of a pack are called in a document: by whom they are held."""

from __future__ import annotations

from bihuan.loop.cases.models import DeskHolder
from bihuan.packspec.model import Pack


def desk_names(area_id: int, pack: Pack) -> dict[str, str]:
    """Return the name of the unit or person that holds each desk for the whole area, the title of the desk where nobody does."""
    found = {desk: title.zh for desk, title in pack.desks.items()}
    rows = DeskHolder.objects.filter(area_id=area_id, pack=pack.id, case__isnull=True).select_related("unit", "person")
    held: dict[str, list[str]] = {}
    for row in rows.order_by("id"):
        name = row.unit.name if row.unit is not None else row.person.name if row.person is not None else ""
        held.setdefault(row.desk, []).append(name)
    return found | {desk: "、".join(names) for desk, names in held.items()}
