from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("loop", "0009_disclosure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("disposition", "Disposition"),
                            ("recovery", "Recovery"),
                            ("instrument", "Instrument"),
                        ],
                        max_length=12,
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=20)),
                ("kind", models.CharField(max_length=30)),
                ("persons", models.PositiveIntegerField(default=0)),
                ("who", models.CharField(blank=True, max_length=60)),
                ("who_unit", models.CharField(blank=True, max_length=120)),
                ("seal", models.CharField(blank=True, max_length=32)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("document", models.CharField(blank=True, max_length=80)),
                ("on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        related_name="outcomes",
                        to="loop.case",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loop.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["area", "case", "id"], name="outcome_by_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("persons__gte", 1), ("sort", "disposition")),
                            models.Q(("amount__gt", 0), ("persons", 0), ("sort", "recovery")),
                            models.Q(
                                ("amount__isnull", True),
                                ("persons", 0),
                                ("sort", "instrument"),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_has_its_columns",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("who", ""), ("persons", 1), _connector="OR"),
                        name="outcome_one_name_one_person",
                    ),
                ],
            },
        ),
    ]
