from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("loop", "0014_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=20)),
                ("seed", models.BigIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("strata", models.JSONField(default=list)),
                ("narrowed", models.JSONField(default=dict)),
                ("frame", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=80)),
                ("reason", models.TextField(blank=True)),
                ("drawn_at", models.DateTimeField()),
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
                        related_name="samples",
                        to="loop.case",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("stratum", models.JSONField(default=list)),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
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
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
                (
                    "out_by",
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
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="loop.case",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="loop.sample",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
            },
        ),
        migrations.CreateModel(
            name="Avoidance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[("kin", "kin"), ("conflict", "conflict"), ("other", "other")], max_length=10
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("declared_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
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
                    "declared_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
                (
                    "target",
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
                "ordering": ["id"],
                "indexes": [models.Index(fields=["area", "person", "id"], name="avoidance_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("target__isnull", True), ("unit__isnull", False)),
                            models.Q(("target__isnull", False), ("unit__isnull", True)),
                            _connector="OR",
                        ),
                        name="avoidance_of_unit_or_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whom", models.CharField(max_length=60)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "way",
                    models.CharField(
                        choices=[("phone", "phone"), ("visit", "visit"), ("letter", "letter")], max_length=8
                    ),
                ),
                ("on", models.DateField()),
                ("answer", models.TextField()),
                (
                    "agrees",
                    models.CharField(choices=[("yes", "yes"), ("no", "no"), ("unclear", "unclear")], max_length=8),
                ),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="call_backs",
                        to="loop.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["area", "case", "id"], name="call_back_by_case")],
            },
        ),
        migrations.CreateModel(
            name="CheckPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("source", models.CharField(choices=[("standard", "standard"), ("plan", "plan")], max_length=8)),
                ("of_point", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("true", "True"), ("partly", "Partly"), ("untrue", "Untrue")], max_length=8
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="check_points",
                        to="loop.case",
                    ),
                ),
                (
                    "judged_by",
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
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "case", "number"), name="check_point_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["", "true"]), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="check_point_doubt_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookbackReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("what", models.CharField(choices=[("opens", "opens"), ("ends", "ends")], max_length=5)),
                ("cases", models.PositiveIntegerField()),
                ("until", models.DateField()),
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
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "case", "day", "what"), name="lookback_reminder_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="sample",
            index=models.Index(fields=["area", "case", "id"], name="sample_by_case"),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="sample_of_one_at_least"),
        ),
        migrations.AddIndex(
            model_name="drawn",
            index=models.Index(fields=["area", "case", "place"], name="drawn_by_plan"),
        ),
        migrations.AddIndex(
            model_name="drawn",
            index=models.Index(fields=["area", "target", "id"], name="drawn_by_target"),
        ),
        migrations.AddConstraint(
            model_name="drawn",
            constraint=models.UniqueConstraint(fields=("area", "sample", "target"), name="drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="drawn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_at__isnull", True), ("out_by__isnull", True), ("reason", "")),
                    models.Q(
                        ("out_at__isnull", False), ("out_by__isnull", False), models.Q(("reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="drawn_out_says_why",
            ),
        ),
    ]
