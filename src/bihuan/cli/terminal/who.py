"""Who acts when a command writes: somebody of the area, by sign-in name."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.accounts.models import Area
    from bihuan.accounts.queries import Actor

NO_AREA = Text("没有代码为“{it}”的地区；可选：{known}", "There is no area {it}; known: {known}")
NO_PERSON = Text("该地区没有登录名为“{it}”的人员", "Nobody of that area signs in as {it}")


def start() -> datetime:
    """Make the database ready for a command and return the instant at which it acts."""
    import django

    django.setup()
    from django.utils import timezone

    return timezone.now()


def area_of(code: str, language: str) -> Area:
    """Return an area by its code, the only one where none is named. Ends the program with a sentence."""
    from bihuan.accounts.models import Area

    areas = list(Area.objects.order_by("id"))
    found = [one for one in areas if one.code == code or not code]
    if len(found) != 1:
        sys.exit(NO_AREA.format(it=code or "—", known=", ".join(one.code for one in areas) or "—").in_(language))
    return found[0]


def actor_named(username: str, area: Area, at: datetime, language: str) -> Actor:
    """Return who acts, with the posts of today. Ends the program with a sentence."""
    from bihuan.accounts.models import Person
    from bihuan.accounts.queries import actor_of
    from bihuan.loop.clocks.days import local_day

    person = Person.objects.filter(username=username, area_id=area.pk, is_active=True).first()
    if person is None:
        sys.exit(NO_PERSON.format(it=username).in_(language))
    return actor_of(person, on=local_day(at))
