import re

from django.db import migrations, models

CODE, MOST, CHUNK = re.compile(r"[A-Za-z0-9_-]{1,40}"), 2_000, 2_000


def options_of(data):
    found = (
        f"{key}={code}"
        for key, value in (data or {}).items()
        for code in (value if isinstance(value, list) else [value])
        if isinstance(code, str) and CODE.fullmatch(code)
    )
    text = "|".join(found)
    return f"|{text[:MOST].rpartition('|')[0] if len(text) > MOST else text}|" if text else ""


def fill(apps, editor):
    rows = apps.get_model("ledgers", "LedgerRow").objects.using(editor.connection.alias)
    some = []
    for row in rows.only("pk", "data").order_by("pk").iterator(chunk_size=CHUNK):
        row.options = options_of(row.data)
        if row.options:
            some.append(row)
        if len(some) >= CHUNK:
            rows.bulk_update(some, ["options"], batch_size=500)
            some = []
    rows.bulk_update(some, ["options"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("ledgers", "0009_drafts_know_what_was_set"),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerrow",
            name="options",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="选项"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(
                fields=["ledger", "-day", "-id", "is_draft", "options", "organisation", "person", "amount", "count"],
                name="row_by_options",
            ),
        ),
    ]
