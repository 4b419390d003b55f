from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0023_scorecards")]
    operations: ClassVar = [
        migrations.AlterField(
            "repeated",
            "parent",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="loop.case",
            ),
        ),
        migrations.AddField("repeated", "pack", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField(
            "repeated",
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
        migrations.AddConstraint(
            "repeated",
            models.UniqueConstraint(
                condition=models.Q(("parent__isnull", True), ("unit__isnull", False)),
                fields=("area", "pack", "kind", "period", "unit"),
                name="repeated_once_of_unit",
            ),
        ),
        migrations.AddConstraint(
            "repeated",
            models.UniqueConstraint(
                condition=models.Q(("parent__isnull", True), ("unit__isnull", True)),
                fields=("area", "pack", "kind", "period"),
                name="repeated_once_alone",
            ),
        ),
        migrations.AddField(
            "case",
            "same",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="loop.case",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(condition=models.Q(("same__isnull", False)), fields=["area", "same"], name="case_by_same"),
        ),
    ]
