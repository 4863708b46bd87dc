from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('ledgers', '0005_row_texts'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='ledgerrow',
            name='words',
        ),
    ]
