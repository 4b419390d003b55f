"""Why a document was not brought in."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.loop.errors import Refused


class BroughtBefore(Refused):
    """The same bytes were brought in before. draft: id of the draft that exists."""

    def __init__(self, draft: int, name: str, day: date) -> None:
        sentence = gettext("This very file was imported before, on %(day)s, as “%(name)s”. Go on with that draft.")
        super().__init__(sentence % {"day": day.isoformat(), "name": name})
        self.draft = draft
