"""Why a day cannot be looked at."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.loop.errors import Refused


class DayToCome(Refused):
    """Nothing is known of a day that has not come."""

    def __init__(self, asof: date) -> None:
        sentence = gettext("%(day)s has not come yet. Choose today or a day before.") % {"day": asof.isoformat()}
        super().__init__(sentence, fields={"asof": sentence})
