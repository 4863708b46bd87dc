import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveBigIntegerField(default=0, verbose_name='条数')),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='末条校验值')),
            ],
            options={
                'verbose_name': '日志链首尾',
                'verbose_name_plural': '日志链首尾',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('code', models.CharField(db_index=True, max_length=100, verbose_name='操作')),
                ('actor_name', models.CharField(max_length=100, verbose_name='操作人')),
                ('channel', models.CharField(default='web', max_length=20, verbose_name='途径')),
                ('object_kind', models.CharField(max_length=100, verbose_name='对象类别')),
                ('object_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('object_label', models.CharField(max_length=300, verbose_name='对象')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='原值')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='新值')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='请求号')),
                ('previous', models.CharField(max_length=64, verbose_name='上一条校验值')),
                ('hash', models.CharField(max_length=64, verbose_name='校验值')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人账号')),
            ],
            options={
                'verbose_name': '操作日志',
                'verbose_name_plural': '操作日志',
                'ordering': ['-sequence'],
                'indexes': [models.Index(fields=['object_kind', 'object_id'], name='journal_object')],
            },
        ),
    ]
