from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("loop", "0016_figures")]
    operations: ClassVar = [
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=12)),
                ('who', models.CharField(max_length=32)),
                ('since', models.DateTimeField()),
                ('times', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64)),
                ('nonce', models.CharField(blank=True, max_length=32)),
                ('who', models.CharField(blank=True, max_length=32)),
                ('text', models.CharField(max_length=64)),
                ('complained_on', models.DateField(blank=True, null=True)),
                ('complaints', models.PositiveIntegerField(default=0)),
                ('question', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('unpublished_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PersonalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('value', models.TextField()),
                ('seal', models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='knock',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='message',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='message',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case'),
        ),
        migrations.AddField(
            model_name='message',
            name='disclosure',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.disclosure'),
        ),
        migrations.AddField(
            model_name='message',
            name='published_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='messagefile',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='messagefile',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case'),
        ),
        migrations.AddField(
            model_name='messagefile',
            name='file',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.storedfile'),
        ),
        migrations.AddField(
            model_name='personalvalue',
            name='area',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area'),
        ),
        migrations.AddField(
            model_name='personalvalue',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='loop.case'),
        ),
        migrations.AddIndex(
            model_name='knock',
            index=models.Index(fields=['area', 'since'], name='knock_by_age'),
        ),
        migrations.AddConstraint(
            model_name='knock',
            constraint=models.UniqueConstraint(fields=('area', 'what', 'who', 'since'), name='knock_once'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['area', 'text'], name='message_by_text'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['area', 'published_at'], name='message_by_publication'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('area', 'case'), name='message_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('nonce', ''), _negated=True), fields=('area', 'nonce'), name='message_form_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='message_published_whole'),
        ),
        migrations.AddIndex(
            model_name='messagefile',
            index=models.Index(fields=['area', 'case', 'id'], name='message_file_by_case'),
        ),
        migrations.AddConstraint(
            model_name='personalvalue',
            constraint=models.UniqueConstraint(fields=('area', 'case', 'field'), name='personal_value_once'),
        ),
    ]
