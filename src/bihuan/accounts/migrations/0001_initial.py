import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='sign-in name')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('pinyin', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('password_is_initial', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('set_up_at', models.DateTimeField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='accounts.area')),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='what it is for')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=8)),
                ('may_write', models.BooleanField(default=False, verbose_name='may also change')),
                ('made_at', models.DateTimeField()),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.area'),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('former_names', models.TextField(blank=True, verbose_name='former names')),
                ('pinyin', models.CharField(blank=True, max_length=400)),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                ('path', models.CharField(blank=True, max_length=200)),
                ('order', models.PositiveIntegerField(default=0)),
                ('receives', models.BooleanField(default=True, verbose_name='may be handed cases')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('outside', models.CharField(blank=True, default='', max_length=20)),
                ('credit_code', models.CharField(blank=True, default='', max_length=18, verbose_name='unified social credit code')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.area')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='accounts.unit')),
            ],
            options={
                'ordering': ['order', 'id'],
                'indexes': [models.Index(fields=['area', 'path'], name='unit_area_path')],
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='unit_name_once_in_area'), models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('area', 'credit_code'), name='unit_credit_code_once'), models.CheckConstraint(condition=models.Q(('outside', ''), ('parent__isnull', True), _connector='OR'), name='unit_outside_has_no_parent')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', '经办人'), ('head', '主要负责人'), ('leader', '区领导'), ('observer', '监督人员'), ('administrator', '系统管理员'), ('outside', '企业经办人')], max_length=20, verbose_name='role')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='title of the post')),
                ('from_on', models.DateField(verbose_name='from')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.unit')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['area', 'unit'], name='post_area_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('posts', models.JSONField(default=list)),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['area', 'to', 'to_on'], name='delegation_to')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='delegation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('person', models.F('to')), _negated=True), name='delegation_to_another')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('asked', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('at', models.DateTimeField()),
                ('token', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.apitoken')),
            ],
            options={
                'indexes': [models.Index(fields=['token', 'at'], name='answer_by_day')],
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='answer_once_a_key')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=30)),
                ('person_id', models.BigIntegerField()),
                ('person_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('subject', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('subject_name', models.CharField(max_length=200)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'subject', 'subject_id', 'id'], name='organisation_by_subject'), models.Index(fields=['area', 'id'], name='organisation_by_area')],
            },
        ),
    ]
