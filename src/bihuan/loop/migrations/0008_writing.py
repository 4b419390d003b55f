from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("loop", "0007_ledger_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Writing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("pack_version", models.PositiveIntegerField()),
                ("document", models.CharField(max_length=40)),
                ("asof", models.DateField()),
                ("title", models.CharField(max_length=400)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("asked", models.JSONField(default=dict)),
                ("parts", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("final", "Final"), ("away", "Away")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("final_at", models.DateTimeField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=80)),
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
                    "final_by",
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
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
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
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="WritingTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("settings", models.JSONField(default=dict)),
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
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WritingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("came_from", models.PositiveIntegerField(blank=True, null=True)),
                ("did", models.CharField(max_length=20)),
                ("asof", models.DateField()),
                ("asked", models.JSONField(default=dict)),
                ("parts", models.JSONField(default=list)),
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
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="loop.writing",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="writing",
            index=models.Index(fields=["area", "round", "id"], name="writing_by_round"),
        ),
        migrations.AddIndex(
            model_name="writing",
            index=models.Index(fields=["area", "case", "id"], name="writing_by_case"),
        ),
        migrations.AddConstraint(
            model_name="writing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("final_at__isnull", False), ("final_by__isnull", False), ("state", "final")),
                    models.Q(
                        models.Q(("state", "final"), _negated=True),
                        ("final_at__isnull", True),
                        ("final_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="writing_final_has_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="writingtemplate",
            constraint=models.UniqueConstraint(
                fields=("area", "round", "document", "version"), name="writing_template_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="writingversion",
            constraint=models.UniqueConstraint(fields=("area", "writing", "version"), name="writing_version_once"),
        ),
    ]
