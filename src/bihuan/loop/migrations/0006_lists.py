from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("loop", "0005_snapshots")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ListSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_id", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("columns", models.JSONField(default=list)),
                ("shown", models.BooleanField(default=True)),
                ("place", models.PositiveIntegerField(default=0)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("area", "case", "list_id"), name="list_once_a_round"),
                ],
            },
        ),
    ]
