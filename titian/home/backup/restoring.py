"""Bringing an installation back from a backup: checked first, then everything in one transaction, the old files kept aside until done.

The tables are brought to the state the backup was made in, filled, and only then to this version's: a backup of an older release restores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.sql import InsertQuery

from titian.accounts.models import User
from titian.base.context import titian_version
from titian.base.database import check_references, drop_tables, empty_tables, make_private, unchecked
from titian.base.errors import Refused
from titian.base.installation import Installation, make_folders
from titian.base.reloading import watch
from titian.base.secrets import secret_key
from titian.home.backup.archive import FOLDERS, Archive, Manifest, TableEntry
from titian.home.backup.unfinished import exchanging
from titian.home.backup.values import LEFT_OUT, Field, Table, columns, instance, tables
from titian.home.models import OfficeSettings
from titian.journal.actions import record, verify

BATCH = 500
Node = tuple[str, str]


def restore(path: Path, *, replace: bool = False) -> Manifest:
    """Make the installation what it was when the backup was made. Raises Refused; then nothing has been changed."""
    with Archive(path) as archive:
        archive.check()
        _demand_known(archive.manifest)
        _prepare(settings.TITIAN)
        if not replace and holds_something():
            raise Refused("这个安装里已有数据；要用备份整个替换它，请加 --replace（恢复没有成功时原来的不变）")
        with exchanging(settings.TITIAN.home) as exchange:
            _unpack(archive, exchange.fresh)
            with unchecked():
                exchange.place(entry=_fill(archive))
    ContentType.objects.clear_cache()
    watch().take_up()
    return archive.manifest


def _prepare(home: Installation) -> None:
    """Folders, the database's file, a signing key of its own: what is there stays."""
    try:
        make_folders(home)
        make_private(settings.DATABASES["default"])
        secret_key(home.home)
    except OSError as problem:
        raise Refused(f"安装文件夹 {home.home} 用不了（{problem.strerror}），请核对 TITIAN_HOME 和权限") from problem


def holds_something() -> bool:
    """Is there anybody in this installation? One that was only prepared, or has no tables yet, holds nothing."""
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def _demand_known(manifest: Manifest) -> None:
    """Raises Refused for the backup of a newer release: it may hold what this one has no place for."""
    newer = _numbers(manifest.version) > _numbers(titian_version())
    disk = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in _nodes(manifest) if (app, name) not in disk]
    if newer or unknown:
        named = f"（本机没有：{'、'.join(unknown[:5])}）" if unknown else ""
        raise Refused(
            f"这个备份来自更新的版本 {manifest.version}，本机是 {titian_version()}{named}；请先升级本机的梯田再恢复，什么也没有改动"
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _nodes(manifest: Manifest) -> list[Node]:
    return [(app, name) for app, name in manifest.migrations]


def _fill(archive: Archive) -> str:
    """Inside one transaction: tables, rows, checks; whatever goes wrong is a Refused and undoes it all. Returns the journal entry's hash."""
    try:
        known = _tables_of(archive.manifest)
        empty_tables(table._meta.db_table for table in known.values())
        for entry in archive.manifest.tables:
            _fill_table(archive, entry, known)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        check_references(from_now_on=True)
        _bring_up_to_date()
    except DatabaseError as problem:
        raise Refused(f"备份恢复不了，什么也没有改动：数据库不接受（{_first_line(problem)}）") from problem
    _demand_same_journal(archive.manifest)
    done = {"rows": archive.manifest.rows, "files": archive.manifest.uploads, "made_at": archive.manifest.made_at}
    by = User.objects.first_administrator()
    return record("home.installation.restored", OfficeSettings.only(), by=by, after={"file": archive.path.name, **done}).hash


def _tables_of(manifest: Manifest) -> dict[str, Table]:
    """The tables as they were when the backup was made, by name, present and of that shape in the database."""
    wanted = _nodes(manifest)
    if set(MigrationRecorder(connection).applied_migrations()) != set(wanted):
        _build(wanted)
    state = _state(MigrationLoader(connection), wanted)
    found = {table._meta.label_lower: table for table in [*tables(state), *_left_out(state)]}
    named = {entry.model for entry in manifest.tables}
    if strange := named - set(found):
        raise Refused(f"备份里有本机不认识的表：{'、'.join(sorted(strange))}，请先升级本机的梯田再恢复")
    return found


def _left_out(state: Apps) -> list[Table]:
    return [table for table in state.get_models() if table._meta.label_lower in LEFT_OUT]


def _build(wanted: list[Node]) -> None:
    """Take down the tables of whatever state there is and put up those of the wanted one."""
    loader = MigrationLoader(connection)
    there = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    gone = {
        table._meta.db_table for state in (apps, _state(loader, there)) for table in state.get_models(include_auto_created=True)
    }
    drop_tables([*gone, MigrationRecorder.Migration._meta.db_table])
    check_references(from_now_on=True)
    executor = MigrationExecutor(connection)
    executor.migrate(_latest(executor.loader, wanted))
    check_references()


def _state(loader: MigrationLoader, nodes: Iterable[Node]) -> Apps:
    return cast(Apps, loader.project_state(_latest(loader, nodes)).apps)


def _latest(loader: MigrationLoader, nodes: Iterable[Node]) -> list[Node]:
    """Of each room the migrations no other of these builds on."""
    known = [node for node in nodes if node in loader.graph.nodes]
    earlier = {parent.key for node in known for parent in loader.graph.node_map[node].parents}
    return sorted(node for node in known if node not in earlier)


def _bring_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _fill_table(archive: Archive, entry: TableEntry, known: Mapping[str, Table]) -> None:
    table = known[entry.model]
    by_name = {column.attname: column for column in columns(table)}
    if set(by_name) != set(entry.columns):
        raise Refused(f"备份里「{table._meta.verbose_name}」的列与其版本不符，备份可能被改动过")
    fields = [by_name[name] for name in entry.columns]
    try:
        for batch in _batches((instance(table, fields, row) for row in archive.lines(entry)), fields):
            _insert(table, fields, batch)
    except (DatabaseError, ValidationError, ValueError, TypeError) as problem:
        raise Refused(
            f"备份恢复不了，什么也没有改动：「{table._meta.verbose_name}」有数据库不接受的内容（{_first_line(problem)}）"
        ) from problem
    if (count := table._base_manager.count()) != entry.rows:
        raise Refused(f"「{table._meta.verbose_name}」恢复出 {count} 行，应有 {entry.rows} 行，什么也没有改动")


def _first_line(problem: Exception) -> str:
    return next(iter(str(problem).splitlines()), type(problem).__name__)


def _batches(made: Iterator[models.Model], fields: list[Field]) -> Iterator[list[models.Model]]:
    size = None
    while batch := list(islice(made, size or 1)):
        size = size or max(1, min(BATCH, connection.ops.bulk_batch_size(fields, batch * BATCH)))
        yield batch


def _insert(table: Table, fields: list[Field], batch: list[models.Model]) -> None:
    """As they are: no default, no «now» of the day of the restore, no save() of a room."""
    query = InsertQuery(table)
    query.insert_values(fields, batch, raw=True)
    cast(Any, query.get_compiler(using=connection.alias)).execute_sql()


def _demand_same_journal(manifest: Manifest) -> None:
    """The chain ends where it ended, and is as whole as it was."""
    broken = verify()
    if (broken.reason if broken else "") != manifest.journal["broken"]:
        raise Refused(f"恢复出的操作日志对不上，什么也没有改动：{broken.reason if broken else '与备份时所记不同'}")


def _unpack(archive: Archive, fresh: Path) -> None:
    try:
        for folder in FOLDERS:
            (fresh / folder).mkdir(mode=0o700)
        archive.unpack(fresh)
    except OSError as problem:
        raise Refused(f"备份里的文件放不下（{problem.strerror}），什么也没有改动；请看磁盘空间") from problem
