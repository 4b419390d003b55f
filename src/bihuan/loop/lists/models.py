"""How a round names and lays out the lists of its pack."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case


class ListSetting(models.Model):
    """
    One list of one round (清单); without a row the list is as the pack says.

    list_id: id in the pack. name: "" for the pack's title. columns: [{"path", "title"}] in order, a title "" for the pack's;
    empty for the pack's columns. place: where it stands among the lists of the round, from 1.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    list_id = models.CharField(max_length=40)
    name = models.CharField(max_length=60, blank=True)
    columns = models.JSONField(default=list)
    shown = models.BooleanField(default=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case", "list_id"], name="list_once_a_round")]

    def __str__(self) -> str:
        return self.name or self.list_id
