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
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='校验值')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('kind', models.CharField(max_length=20, verbose_name='类型')),
                ('disclosure', models.CharField(default='internal', max_length=20, verbose_name='公开属性')),
                ('object_kind', models.CharField(blank=True, max_length=100, verbose_name='所属类别')),
                ('object_id', models.CharField(blank=True, max_length=64, verbose_name='所属编号')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('disclosure__in', ['open', 'internal', 'restricted'])), name='file_disclosure_known'), models.UniqueConstraint(fields=('object_kind', 'object_id', 'sha256', 'name'), name='one_file_an_owner')],
            },
        ),
    ]
