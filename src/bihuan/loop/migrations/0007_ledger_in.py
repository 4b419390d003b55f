from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("loop", "0006_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LedgerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(choices=[("progress", "Progress"), ("register", "Register")], max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("sheets", models.JSONField(default=list)),
                ("mark", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Mapping"),
                            ("judging", "Judging"),
                            ("judged", "Judged"),
                            ("taking", "Taking"),
                            ("taken", "Taken"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                            ("dropped", "Dropped"),
                        ],
                        default="mapping",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("brought_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("job", models.BigIntegerField(blank=True, null=True)),
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
                    "brought_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="loop.storedfile",
                    ),
                ),
                (
                    "taken_by",
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
                    "top",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
                (
                    "undone_by",
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
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("sheet", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                (
                    "does",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("change", "Change"),
                            ("same", "Same"),
                            ("refused", "Refused"),
                            ("conflict", "Conflict"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160)),
                ("case", models.BigIntegerField(blank=True, null=True)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("above", models.PositiveIntegerField(blank=True, null=True)),
                ("given", models.JSONField(default=dict)),
                ("changes", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("cells", models.JSONField(default=list)),
                ("written", models.PositiveIntegerField(blank=True, null=True)),
                ("undone", models.BooleanField(default=False)),
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
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="loop.ledgerimport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("form", models.CharField(choices=[("progress", "Progress"), ("register", "Register")], max_length=10)),
                ("signature", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=60)),
                ("meaning", models.JSONField(default=dict)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "pack", "form", "signature", "source"), name="mapping_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="ledgerimport",
            index=models.Index(fields=["area", "top", "-id"], name="ledger_import_by_top"),
        ),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(fields=["area", "ledger", "does", "place"], name="ledger_row_by_does"),
        ),
        migrations.AddConstraint(
            model_name="ledgerrow",
            constraint=models.UniqueConstraint(fields=("area", "ledger", "place"), name="ledger_row_once"),
        ),
    ]
