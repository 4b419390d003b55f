from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_delegation"), ("loop", "0020_books")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="packrelease",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.area",
            ),
        ),
        migrations.AddField(
            model_name="packrelease",
            name="based_on",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="packrelease",
            name="cases",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="PackChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("in_use", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(blank=True, null=True)),
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
                "constraints": [models.UniqueConstraint(fields=("area", "pack"), name="pack_choice_once")],
            },
        ),
        migrations.CreateModel(
            name="PackDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("based_on", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("cases", models.TextField(blank=True)),
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
                    models.UniqueConstraint(fields=("area", "pack", "number"), name="pack_draft_version_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="packrelease",
            index=models.Index(fields=["area", "pack", "version"], name="release_by_area"),
        ),
    ]
