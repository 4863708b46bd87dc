"""The one place that knows database products: `DATABASE_URL` → Django's settings, SQLite's pragmas, and what a backup asks of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
BUSY_TIMEOUT_S = 20
INSERTED_AT_ONCE = 2_000
ASKED_AT_ONCE = 5_000  # SQLite takes at most some tens of thousands of parameters in one query


class DatabaseUrlError(ValueError):
    """`DATABASE_URL` is not understood."""


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for one database; SQLite in `home` when `url` is empty. Raises DatabaseUrlError."""
    if not url:
        return sqlite(home / "titian.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseUrlError("DATABASE_URL 只支持 postgres://用户:口令@主机:端口/库名；不设则用 SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def make_private(settings: Mapping[str, Any]) -> None:
    """A new SQLite file belongs to its owner alone, whatever folder it lies in; the files SQLite puts beside it take its rights."""
    if settings["ENGINE"].endswith("sqlite3"):
        Path(settings["NAME"]).touch(mode=0o600)


def sqlite(path: Path | str) -> dict[str, Any]:
    """SQLite in WAL mode: writers wait up to twenty seconds and take their lock when the transaction starts."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": BUSY_TIMEOUT_S, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
        # A file, not memory: tests of workers meet the locks that an installation meets.
        "TEST": {"NAME": str(Path(path).with_name("test.sqlite3"))},
    }


# Django is imported inside the functions below: the settings themselves need the functions above.


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, every query sees the books of one moment, while others go on writing. Not within a transaction."""
    from django.db import connection, transaction

    connection.ensure_connection()
    engine: Any = connection
    mode = getattr(engine, "transaction_mode", None)
    if connection.vendor == "sqlite":
        engine.transaction_mode = None  # IMMEDIATE would keep the writers out
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment is that of the first query
            yield
    finally:
        if connection.vendor == "sqlite":
            engine.transaction_mode = mode


@contextmanager
def unchecked() -> Iterator[None]:
    """One transaction in which rows may come in any order: what refers to what is checked by `check_references`, and when it ends."""
    from django.db import connection, transaction

    switched = connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
    finally:
        if switched:
            connection.enable_constraint_checking()


def check_references(*, from_now_on: bool = False) -> None:
    """Raises IntegrityError where a row names one that is not there; PostgreSQL alters no table while such checks are outstanding."""
    from django.db import connection

    connection.check_constraints()
    if from_now_on and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def insert_rows(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as tuples straight into a table, several times faster than model objects: for tens of thousands whose own keys nobody asks for.

    `names` are attribute names (`batch_id` for a foreign key, given as its number); the model's defaults and `auto_now` are not applied.
    """
    from django.db import connection, connections, models

    known = {field.attname: field for field in model._meta.concrete_fields}
    real: Any = connections[connection.alias]  # asked for once: the proxy looks it up every time
    fields = [known[name] for name in names]
    prepared = (models.DateField, models.JSONField, models.DecimalField)
    special = [(place, _preparing(field, real)) for place, field in enumerate(fields) if isinstance(field, prepared)]
    quote = connection.ops.quote_name
    columns, marks = ", ".join(quote(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    query = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 (names quoted; each value a parameter)

    def values() -> Iterator[list[Any]]:
        for row in rows:
            whole = list(row)
            for place, prepare in special:
                whole[place] = prepare(whole[place])
            yield whole

    # Made whole before they are sent: what makes a row may ask the database itself, which a connection that is sending cannot answer.
    made = values()
    with connection.cursor() as cursor:
        while chunk := list(islice(made, INSERTED_AT_ONCE)):
            cursor.executemany(query, cast(Any, chunk))


def load_rows(model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """As `insert_rows`, for plain values (numbers and short texts) in their hundreds of thousands: PostgreSQL takes them as one stream."""
    from django.db import connection

    if connection.vendor != "postgresql":
        insert_rows(model, names, rows)
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    with connection.cursor() as cursor:
        stream: Any = cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN")
        with stream as copy:
            for row in rows:
                copy.write_row(row)


def forbid_overlaps(editor: Any, table: str, *, of: str, since: str, until: str) -> None:
    """For migrations: two rows of `table` that name the same `of` never overlap in [since, until), all of them whole numbers.

    PostgreSQL knows such a constraint; on SQLite two triggers refuse the row. Either raises IntegrityError.
    """
    quote = editor.connection.ops.quote_name
    name, place, one, first, last = (quote(word) for word in (f"{table}_apart", table, of, since, until))
    if editor.connection.vendor == "postgresql":
        spans = f"int8range({one}, {one}, '[]') WITH &&, int8range({first}, {last}) WITH &&"
        editor.execute(f"ALTER TABLE {place} ADD CONSTRAINT {name} EXCLUDE USING gist ({spans})")
        return
    meets = f"there.{one} = NEW.{one} AND there.{first} < NEW.{last} AND NEW.{first} < there.{last} AND there.rowid <> NEW.rowid"
    for moment in ("INSERT", "UPDATE"):
        trigger = quote(f"{table}_apart_{moment.lower()}")
        editor.execute(
            f"CREATE TRIGGER {trigger} AFTER {moment} ON {place} WHEN EXISTS (SELECT 1 FROM {place} there WHERE {meets}) "  # noqa: S608 (a migration's quoted names)
            f"BEGIN SELECT RAISE(ABORT, '{table}: overlap'); END"
        )


def _preparing(field: Any, connection: Any) -> Callable[[Any], Any]:
    """What makes a value of a field ready for the database, as the field itself would."""
    from django.db import models

    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if isinstance(field, models.DateField):
        return lru_cache(maxsize=INSERTED_AT_ONCE)(prepare)  # the same days come again and again
    if isinstance(field, models.JSONField) and connection.vendor == "sqlite":
        # SQLite keeps the text: Chinese as it stands is half as long as in escapes, and an encoder can serve every row.
        encode = (field.encoder or json.JSONEncoder)(ensure_ascii=False).encode
        return lambda value: None if value is None else encode(value)
    return prepare


def insert_objects(model: Any, objects: Sequence[Any]) -> None:
    """New objects of one table with their keys, as `bulk_create` stores them, in a third of its time. Within a transaction."""
    if not objects:
        return
    fields = model._meta.concrete_fields
    dated = [field for field in fields if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)]
    moment = {field.attname: field.pre_save(objects[0], add=True) for field in dated}
    for obj, key in zip(objects, _new_keys(model, len(objects)), strict=True):
        vars(obj).update(moment, **{model._meta.pk.attname: key})
        obj._state.adding = False
    names = [field.attname for field in fields]
    insert_rows(model, names, map(attrgetter(*names), objects))


def _new_keys(model: Any, count: int) -> Iterable[int]:
    """Keys that nobody else gets, taken before the rows are written."""
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            query = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(query, [connection.ops.quote_name(table), model._meta.pk.column, count])
            return [key for (key,) in cursor.fetchall()]
        # SQLite counts on from the largest key it was ever given, and a transaction that writes is alone.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        return range((last[0] if last else 0) + 1, (last[0] if last else 0) + 1 + count)


def drop_tables(names: Iterable[str]) -> None:
    """Remove tables and what hangs on them; names that do not exist are passed over."""
    from django.db import connection

    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in sorted(there & set(names)):
            cursor.execute(connection.SchemaEditorClass.sql_delete_table % {"table": connection.ops.quote_name(name)})


def empty_tables(names: Iterable[str]) -> None:
    """Remove every row of these tables at once, and begin their numbers anew."""
    from django.core.management.color import no_style
    from django.db import connection

    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), list(names), reset_sequences=True))


def in_chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """For queries over more values than a database takes at once."""
    every = list(values)
    for start in range(0, len(every), ASKED_AT_ONCE):
        yield every[start : start + ASKED_AT_ONCE]


def held(values: Iterable[Any], column: Any) -> list[Any]:
    """Those of `values` that a column (a flat `values_list`) may hold: all of them while one query takes them, else those that it does
    hold, for whole registers are read faster than they are asked for by name."""
    wanted = set(values)
    return list(wanted if len(wanted) <= ASKED_AT_ONCE else wanted.intersection(column.order_by().iterator()))


def touched(model: Any) -> list[str]:
    """Fields that say when a row was last changed; a bulk update does not set them by itself."""
    return [item.name for item in model._meta.concrete_fields if getattr(item, "auto_now", False)]


def touch(obj: Any) -> None:
    for name in touched(type(obj)):
        obj._meta.get_field(name).pre_save(obj, add=False)
