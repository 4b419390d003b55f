from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0017_feedback")]
    operations: ClassVar = [
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('late', models.BooleanField(default=False)),
                ('told_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('given_on', models.DateField()),
                ('due', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.TextField(blank=True)),
                ('withdrawn', models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name='addressee',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='addressee',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='addressee',
            name='person',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='addressee',
            name='received_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='addressee',
            name='unit',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case'),
        ),
        migrations.AddField(
            model_name='instruction',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='instruction',
            name='entered_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='instruction',
            name='giver',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='addressee',
            name='instruction',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='loop.instruction'),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['area', 'case', 'id'], name='instruction_by_case'),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['area', 'giver', 'id'], name='instruction_by_giver'),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['area', 'closed_at', 'due'], name='instruction_by_due'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('withdrawn', False)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='instruction_closed_whole'),
        ),
        migrations.AddIndex(
            model_name='addressee',
            index=models.Index(fields=['area', 'unit', 'id'], name='addressee_by_unit'),
        ),
        migrations.AddIndex(
            model_name='addressee',
            index=models.Index(fields=['area', 'person', 'id'], name='addressee_by_person'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', False), ('person__isnull', True)), models.Q(('unit__isnull', True), ('person__isnull', False)), _connector='OR'), name='addressee_is_unit_or_person'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('area', 'instruction', 'unit'), name='addressee_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='addressee',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('area', 'instruction', 'person'), name='addressee_person_once'),
        ),
    ]
