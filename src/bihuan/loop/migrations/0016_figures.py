"""Numbers entered by hand, values of periods, boards, rules in use and what they warned of."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0015_sampling"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="BoardStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("board", models.CharField(max_length=60)),
                ("every", models.CharField(max_length=10)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("unit_name", models.CharField(max_length=120)),
                ("value", models.DecimalField(decimal_places=6, max_digits=24)),
                ("place", models.PositiveIntegerField()),
                ("among", models.PositiveIntegerField()),
                ("side", models.CharField(blank=True, max_length=6)),
                ("running", models.PositiveIntegerField(default=0)),
                ("first_running", models.PositiveIntegerField(default=0)),
                ("last_running", models.PositiveIntegerField(default=0)),
                ("kept_at", models.DateTimeField()),
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
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "pack", "board", "first", "unit"), name="standing_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("figure", models.CharField(max_length=60)),
                ("first", models.DateField()),
                ("value", models.DecimalField(decimal_places=4, max_digits=20)),
                ("basis", models.CharField(max_length=300)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("entered_at", models.DateTimeField()),
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
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["area", "pack", "figure", "first", "id"], name="entry_by_period")],
            },
        ),
        migrations.CreateModel(
            name="Firing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("pack_version", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=60)),
                ("every", models.CharField(max_length=10)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("turn", models.PositiveIntegerField(default=0)),
                ("values", models.JSONField(default=dict)),
                ("colour", models.CharField(max_length=6)),
                ("word", models.JSONField(default=list)),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("problem", models.TextField(blank=True)),
                ("told", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
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
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loop.case",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "case", "id"], name="firing_by_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=("area", "pack", "rule", "first", "case"),
                        name="fired_once_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("area", "pack", "rule", "first", "unit"),
                        name="fired_once_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", True), ("unit__isnull", True)),
                        fields=("area", "pack", "rule", "first"),
                        name="fired_once_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case__isnull", True), ("unit__isnull", True), _connector="OR"),
                        name="fired_for_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("figure", models.CharField(max_length=60)),
                ("every", models.CharField(max_length=10)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("value", models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True)),
                ("kept_at", models.DateTimeField()),
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("area", "pack", "figure", "every", "first"),
                        name="period_value_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("area", "pack", "figure", "every", "first", "unit"),
                        name="period_value_once_a_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("rule", models.CharField(max_length=60)),
                ("in_use", models.BooleanField()),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("chosen_at", models.DateTimeField()),
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
                    "chosen_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area", "pack", "rule"), name="rule_choice_once")],
            },
        ),
    ]
