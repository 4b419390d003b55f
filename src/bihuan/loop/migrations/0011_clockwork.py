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
    ]
