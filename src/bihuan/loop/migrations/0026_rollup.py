from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0025_portal")]
    operations: ClassVar = [
        migrations.CreateModel(
            name='AreaFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('pack', models.CharField(blank=True, max_length=40)),
                ('figure', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('better', models.CharField(blank=True, max_length=6)),
                ('target', models.DecimalField(blank=True, decimal_places=4, max_digits=24, null=True)),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=24, null=True)),
                ('colour', models.CharField(blank=True, max_length=6)),
                ('order', models.PositiveIntegerField(default=0)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'day', 'pack', 'figure'), name='area_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='AreaKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=64)),
                ('private', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'public'), name='area_key_once')],
            },
        ),
        migrations.CreateModel(
            name='FromAbove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36)),
                ('from_code', models.CharField(max_length=50)),
                ('from_name', models.CharField(max_length=100)),
                ('number', models.CharField(max_length=60)),
                ('pack', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.TextField()),
                ('given', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('due', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('case', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case')),
                ('taken_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'uid'), name='from_above_once')],
            },
        ),
        migrations.CreateModel(
            name='HandDown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36)),
                ('due', models.DateField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('progress', models.JSONField(default=dict)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case')),
                ('to', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'uid'), name='hand_down_once'), models.UniqueConstraint(fields=('area', 'case', 'to'), name='hand_down_once_to_area')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('out', models.BooleanField()),
                ('other', models.CharField(max_length=50)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('counts', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'out', 'other', 'number'), name='package_number_once')],
            },
        ),
        migrations.CreateModel(
            name='TrustedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=50)),
                ('public', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'code', 'public'), name='trusted_key_once')],
            },
        ),
    ]
