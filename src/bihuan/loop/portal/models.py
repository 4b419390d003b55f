"""What an enterprise has typed into the form of a move and not sent yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case


class SavedForm(models.Model):
    """
    The saved form of one move of a case; forgotten when the move is taken. It is no part of the case and of its trail.

    values: what was typed, by ask.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    move = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    person_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case", "move"], name="saved_form_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move}"
