from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0022_walls"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ItemScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveIntegerField()),
                ("item", models.CharField(max_length=60)),
                ("locked_on", models.DateField(blank=True, null=True)),
                ("value", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
                ("reckoned", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("counts", models.BooleanField(default=True)),
                ("self_score", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("self_note", models.TextField(blank=True)),
                ("self_at", models.DateTimeField(blank=True, null=True)),
                ("score", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("note", models.TextField(blank=True)),
                ("scored_at", models.DateTimeField(blank=True, null=True)),
                ("before", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ("evidence", models.JSONField(default=list)),
                (
                    "appeal",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loop.case",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_scores",
                        to="loop.case",
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "self_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "case", "turn", "item"), name="item_scored_once"),
                    models.CheckConstraint(
                        condition=models.Q(("counts", True), ("score__isnull", True), _connector="OR"),
                        name="left_out_has_no_score",
                    ),
                ],
            },
        ),
    ]
