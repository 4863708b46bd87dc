import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=12, null=True, unique=True, validators=[django.core.validators.RegexValidator('^\\d{6}(\\d{3}){0,2}$')], verbose_name='区划代码')),
                ('name', models.CharField(db_index=True, max_length=50, verbose_name='名称')),
                ('level', models.CharField(max_length=20, verbose_name='层级')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('since', models.DateField(blank=True, null=True, verbose_name='设立日期')),
                ('until', models.DateField(blank=True, help_text='撤销当日起不再有效', null=True, verbose_name='撤销日期')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.region', verbose_name='上级')),
            ],
            options={
                'verbose_name': '区划',
                'verbose_name_plural': '区划',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Base',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='基数')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('value', models.PositiveBigIntegerField(verbose_name='数值')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bases', to='places.region', verbose_name='区划')),
            ],
            options={
                'verbose_name': '基数',
                'verbose_name_plural': '基数',
                'constraints': [models.UniqueConstraint(fields=('region', 'kind', 'year'), name='one_base_a_year')],
            },
        ),
    ]
