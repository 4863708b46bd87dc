from django.db import migrations, models

FIELD = {"help_text": "台账和账面都有的数，以哪个为准", "max_length": 10, "verbose_name": "数从哪里来"}


class Migration(migrations.Migration):
    """Papers begun before go on as they were written, from what was stated; new ones ask the registers first."""

    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="paper", name="prefer", field=models.CharField(default="books", **FIELD)),
        migrations.AlterField(model_name="paper", name="prefer", field=models.CharField(default="rows", **FIELD)),
    ]
