from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def protected(to: str, **more: object) -> models.ForeignKey:
    more = {"related_name": "+", **more}
    return models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to=to, **more)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("loop", "0004_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("automatic", models.BooleanField(default=False)),
                ("cases", models.PositiveIntegerField()),
                ("figures", models.JSONField(default=dict)),
                ("area", protected("accounts.area")),
                ("file", protected("loop.storedfile")),
                ("made_by", protected(settings.AUTH_USER_MODEL, blank=True, null=True)),
                ("round", protected("loop.case", related_name="snapshots")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "round", "day"), name="snapshot_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("automatic", True), ("made_by__isnull", False), _connector="OR"),
                        name="snapshot_made_by_somebody",
                    ),
                ],
            },
        ),
    ]
