from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_delegation"), ("loop", "0018_instructions")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="extensionrequest",
            name="answer_by",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="asked_by_for",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="asked_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="decided_by_for",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="to_decide",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="signature",
            name="person_for",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signature",
            name="site",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="stay",
            name="entered_for",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.BigIntegerField(blank=True, null=True)),
                ("post_name", models.CharField(blank=True, max_length=200)),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="HandOverLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("title", models.TextField()),
                ("roles", models.JSONField(default=list)),
                ("state", models.CharField(blank=True, max_length=120)),
                ("due", models.DateField(blank=True, null=True)),
                ("went", models.BooleanField(default=False)),
                ("why_not", models.TextField(blank=True)),
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
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="loop.handover"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="LadderSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("ladder", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("unit", models.CharField(max_length=10)),
                ("steps", models.JSONField(default=list)),
                ("basis", models.TextField(blank=True)),
                ("set_at", models.DateTimeField()),
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
                    "set_by",
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
            name="ExtensionSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("workdays_before", models.PositiveIntegerField(blank=True, null=True)),
                ("times", models.PositiveIntegerField(blank=True, null=True)),
                ("answer_workdays", models.PositiveIntegerField(blank=True, null=True)),
                ("decided_by", models.JSONField(default=list)),
                ("higher", models.JSONField(default=list)),
                ("higher_second", models.BooleanField(default=False)),
                ("higher_days", models.PositiveIntegerField(blank=True, null=True)),
                ("basis", models.TextField(blank=True)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=("area", "case", "pack"),
                        name="extensions_once_in_round",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", True)),
                        fields=("area", "pack"),
                        name="extensions_once_in_area",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["area", "-id"], name="hand_over_by_area"),
        ),
        migrations.AddConstraint(
            model_name="handoverline",
            constraint=models.UniqueConstraint(
                fields=("area", "hand_over", "what", "subject_id"), name="hand_over_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="laddersetting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case__isnull", False)),
                fields=("area", "case", "pack", "ladder"),
                name="ladder_once_in_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="laddersetting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case__isnull", True)),
                fields=("area", "pack", "ladder"),
                name="ladder_once_in_area",
            ),
        ),
    ]
