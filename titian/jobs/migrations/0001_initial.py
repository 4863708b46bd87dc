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
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=200, verbose_name='任务程序')),
                ('title', models.CharField(max_length=200, verbose_name='任务')),
                ('args', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='参数')),
                ('kwargs', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='具名参数')),
                ('queue', models.CharField(default='default', max_length=50, verbose_name='队列')),
                ('status', models.CharField(default='waiting', max_length=20, verbose_name='状态')),
                ('priority', models.SmallIntegerField(default=0, verbose_name='优先级')),
                ('run_after', models.DateTimeField(null=True, verbose_name='最早开始时间')),
                ('worker', models.CharField(blank=True, max_length=64, verbose_name='执行进程')),
                ('workers', models.JSONField(default=list, verbose_name='执行过的进程')),
                ('lease_until', models.DateTimeField(null=True, verbose_name='占用至')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已尝试次数')),
                ('max_attempts', models.PositiveSmallIntegerField(default=3, verbose_name='最多尝试次数')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已完成数')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('message', models.CharField(blank=True, max_length=200, verbose_name='正在做什么')),
                ('cancel_requested', models.BooleanField(default=False, verbose_name='已要求取消')),
                ('result', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='结果')),
                ('error', models.TextField(blank=True, verbose_name='失败原因')),
                ('error_class', models.CharField(blank=True, max_length=200, verbose_name='错误类别')),
                ('traceback', models.TextField(blank=True, verbose_name='错误经过')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='提交时间')),
                ('started_at', models.DateTimeField(null=True, verbose_name='首次开始时间')),
                ('attempted_at', models.DateTimeField(null=True, verbose_name='本次开始时间')),
                ('heartbeat_at', models.DateTimeField(null=True, verbose_name='最近心跳')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
            ],
            options={
                'verbose_name': '后台任务',
                'verbose_name_plural': '后台任务',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('status__in', ['waiting', 'running'])), fields=['-priority', 'id'], name='job_open'), models.Index(fields=['by', '-id'], name='job_by')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'running', 'done', 'failed', 'cancelled'])), name='job_status_known')],
            },
        ),
    ]
