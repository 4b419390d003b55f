"""What the desks of a pack are called in a document: by whom they are held."""

from __future__ import annotations

from bihuan.accounts.models import Post
from bihuan.loop.cases.models import DeskHolder
from bihuan.packspec.model import Pack


def desk_names(area_id: int, pack: Pack) -> dict[str, str]:
    """
    Return the name of the unit that holds each desk for the whole area, the title of the desk where nobody does.

    A document is issued by a body, never by a person: where a person holds a desk, it is called after the unit of the newest post.
    """
    found = {desk: title.zh for desk, title in pack.desks.items()}
    holders = DeskHolder.objects.filter(area_id=area_id, pack=pack.id, case__isnull=True).select_related("unit")
    rows = list(holders.order_by("id"))
    persons = [row.person_id for row in rows if row.person_id is not None]
    posts = (
        Post.objects.filter(area_id=area_id, person_id__in=persons).select_related("unit").order_by("from_on", "-id")
    )
    unit_of = {post.person_id: post.unit.name for post in posts} if persons else {}
    held: dict[str, dict[str, None]] = {}
    for row in rows:
        name = row.unit.name if row.unit is not None else unit_of.get(row.person_id or 0, "")
        if name:
            held.setdefault(row.desk, {})[name] = None
    return found | {desk: "、".join(names) for desk, names in held.items()}
