from django.db import migrations, models

FIELD = {"max_length": 10, "verbose_name": "数从哪里来"}


class Migration(migrations.Migration):
    """Forms taken in before go on as they were filled, from what was stated; new ones ask the registers first."""

    dependencies = [
        ("figures", "0005_sentence_of_an_indicator"),
    ]

    operations = [
        migrations.AddField(model_name="filledsheet", name="prefer", field=models.CharField(default="books", **FIELD)),
        migrations.AlterField(model_name="filledsheet", name="prefer", field=models.CharField(default="rows", **FIELD)),
    ]
