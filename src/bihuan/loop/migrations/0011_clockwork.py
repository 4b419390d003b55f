from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_delegation"),
        ("loop", "0010_outcomes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Night",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("began_at", models.DateTimeField()),
                ("held_until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("did", models.JSONField(default=dict)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("area", "day"), name="night_once")]},
        ),
        migrations.AddField("case", "held", models.CharField(blank=True, default="", max_length=4)),
        migrations.AddField("case", "wakes_on", models.DateField(blank=True, null=True)),
        migrations.AddField("notice", "kind", models.CharField(default="waits", max_length=20)),
        migrations.AlterField(
            "stay",
            "entered_by",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("wakes_on__isnull", False)),
                fields=["area", "wakes_on", "id"],
                name="case_by_waking",
            ),
        ),
        migrations.RemoveIndex("case", "case_counted"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=[
                    "area", "pack", "kind", "category", "nature", "state", "paused", "runs_until", "soon_on", "held",
                ],
                name="case_counted",
            ),
        ),
        migrations.AddField("clockrun", "warned", models.SmallIntegerField(blank=True, null=True)),
        migrations.CreateModel(
            name="Warning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveIntegerField()),
                ("clock", models.CharField(max_length=60)),
                ("at", models.SmallIntegerField()),
                ("colour", models.CharField(max_length=10)),
                ("word", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("on", models.DateField()),
                ("made_up_on", models.DateField(blank=True, null=True)),
                ("seq", models.PositiveIntegerField()),
                ("told", models.JSONField(default=list)),
                ("opened_id", models.BigIntegerField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True, default="")),
                ("lifted_on", models.DateField(blank=True, null=True)),
                ("lifted_because", models.CharField(blank=True, default="", max_length=12)),
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
                        related_name="+",
                        to="loop.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area", "on", "id"], name="warning_by_day"),
                    models.Index(
                        condition=models.Q(("lifted_on__isnull", True)),
                        fields=["area", "colour", "on", "id"],
                        name="warning_standing",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_on__isnull", True)),
                        fields=("area", "case", "turn", "clock", "at", "due_on"),
                        name="warned_once",
                    ),
                    models.UniqueConstraint(fields=("area", "case", "seq"), name="warning_by_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_because", ""), ("lifted_on__isnull", True)),
                            models.Q(("lifted_on__isnull", False), models.Q(("lifted_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="warning_lifted_because",
                    ),
                ],
            },
        ),
    ]
