from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0021_packs")]
    operations: ClassVar = [
        migrations.AddField("case", "wall", models.TextField(blank=True, null=True)),
        migrations.AddField("case", "runs_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("clockrun", "due_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveIndex("case", "case_counted"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=[
                    "area",
                    "pack",
                    "kind",
                    "category",
                    "nature",
                    "state",
                    "paused",
                    "runs_until",
                    "soon_on",
                    "held",
                    "wall",
                    "id",
                ],
                name="case_counted",
            ),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["area", "id"], name="case_walled", condition=Q(wall__isnull=False))
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["area", "runs_at"], name="case_by_hour", condition=Q(runs_at__isnull=False))
        ),
    ]
