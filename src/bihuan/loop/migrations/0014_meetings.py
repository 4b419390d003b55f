from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_delegation"), ("loop", "0013_notices")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(blank=True, max_length=400)),
                ("order", models.PositiveIntegerField()),
                ("why", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("noted", "Noted"), ("decided", "Decided"), ("again", "Again"), ("raised", "Raised")],
                        max_length=8,
                    ),
                ),
                ("conclusion", models.TextField(blank=True)),
                ("stood", models.JSONField(default=dict)),
                ("added_at", models.DateTimeField()),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_agendas",
                        to="loop.case",
                    ),
                ),
                (
                    "added_by",
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
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.area",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="loop.agendaitem",
                    ),
                ),
                (
                    "decision",
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="loop.case",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "indexes": [models.Index(fields=["area", "about", "id"], name="agenda_by_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("about__isnull", False)),
                        fields=("area", "meeting", "about"),
                        name="agenda_case_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__isnull", False), models.Q(("subject", ""), _negated=True), _connector="OR"
                        ),
                        name="agenda_item_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_at__isnull", True), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("concluded_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agenda_concluded_has_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guest", models.CharField(blank=True, max_length=60)),
                ("order", models.PositiveIntegerField()),
                ("must_chair", models.BooleanField(default=False)),
                ("chaired", models.BooleanField(default=False)),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("leave", "Leave"),
                            ("absent", "Absent"),
                            ("substitute", "Substitute"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stand_in", models.CharField(blank=True, max_length=60)),
                ("excused_by", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=200)),
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="loop.case",
                    ),
                ),
                (
                    "person",
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
                "ordering": ["order", "id"],
                "indexes": [
                    models.Index(fields=["area", "meeting", "order"], name="attendance_by_meeting"),
                    models.Index(fields=["area", "person"], name="attendance_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("area", "meeting", "person"),
                        name="attendance_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("area", "meeting", "unit"),
                        name="attendance_unit_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("chaired", True)), fields=("area", "meeting"), name="attendance_one_chaired"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest", ""), ("person__isnull", False), ("unit__isnull", True)),
                            models.Q(("guest", ""), ("person__isnull", True), ("unit__isnull", False)),
                            models.Q(
                                ("person__isnull", True), ("unit__isnull", True), models.Q(("guest", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="attendance_is_one_of_three",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
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
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="loop.case",
                    ),
                ),
                (
                    "writing",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.writing"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "meeting", "writing"), name="meeting_paper_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Repeated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("period", models.CharField(max_length=10)),
                ("on", models.DateField()),
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
                    "parent",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="loop.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "parent", "kind", "period"), name="repeated_once")
                ],
            },
        ),
    ]
