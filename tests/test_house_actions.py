"""Every write goes through an action that knows who asked, is whole or not at all, and is journalled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps

from tests.house import ROOT, TITIAN, modules, name, rooms, tree

WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("set_password", "add", "remove", "set", "clear"),
}
# Of the ambiguous ones only calls on a manager or queryset count: `problems.add(...)` fills a Python set.
_ONLY_ON_MANAGERS = {"create", "update", "delete", "add", "remove", "set", "clear"}
RECORDS = {"record", "record_many"}
# The journal is what is written to; the figures it keeps of itself are not journalled.
EXEMPT = {"journal"}


@dataclass
class Function:
    """One function of a room's actions and what it does itself; `calls` are names of functions of the same room."""

    path: Path
    node: ast.FunctionDef
    writes: bool = False
    records: bool = False
    calls: set[str] = field(default_factory=set)

    @property
    def place(self) -> str:
        return f"{name(self.path)}:{self.node.lineno} {self.node.name}"

    @property
    def public(self) -> bool:
        return not self.node.name.startswith("_")

    @property
    def atomic(self) -> bool:
        return any("atomic" in ast.unparse(decorator) for decorator in self.node.decorator_list) or any(
            "atomic" in ast.unparse(item.context_expr)
            for part in ast.walk(self.node)
            if isinstance(part, ast.With)
            for item in part.items
        )


def functions(paths: Iterator[Path] | list[Path]) -> dict[str, Function]:
    found: dict[str, Function] = {}
    for path in paths:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = _looked_at(Function(path, node))
    return found


def _looked_at(function: Function) -> Function:
    for part in ast.walk(function.node):
        if not isinstance(part, ast.Call):
            continue
        if isinstance(part.func, ast.Attribute):
            function.writes |= part.func.attr in WRITES and _on_rows(part.func)
            function.records |= part.func.attr in RECORDS
        elif isinstance(part.func, ast.Name):
            function.records |= part.func.id in RECORDS
            function.calls.add(part.func.id)
    return function


def _on_rows(called: ast.Attribute) -> bool:
    if called.attr not in _ONLY_ON_MANAGERS:
        return True
    owner = ast.unparse(called.value)
    return ".objects" in owner or ".filter(" in owner or (called.attr == "delete" and owner.isidentifier())


def reached(start: Function, known: dict[str, Function]) -> list[Function]:
    """The function and everything of its room it calls."""
    seen, waiting = {start.node.name: start}, list(start.calls)
    while waiting:
        called = waiting.pop()
        if called in known and called not in seen:
            seen[called] = known[called]
            waiting += known[called].calls
    return list(seen.values())


def actions_of(room: str) -> dict[str, Function]:
    folder = TITIAN / room / "actions"
    paths = [path for path in modules(room) if path == TITIAN / room / "actions.py" or folder in path.parents]
    return functions(paths)


def writers(room: str) -> Iterator[tuple[Function, list[Function]]]:
    known = actions_of(room)
    for function in known.values():
        together = reached(function, known)
        if function.public and any(part.writes for part in together):
            yield function, together


ACTING = [room for room in rooms() if room not in EXEMPT and actions_of(room)]


@pytest.mark.parametrize("room", ACTING)
def test_every_action_says_for_whom_it_acts(room: str) -> None:
    wrong = [
        function.place for function, _ in writers(room) if "by" not in {argument.arg for argument in function.node.args.kwonlyargs}
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ACTING)
def test_every_action_is_journalled(room: str) -> None:
    assert [function.place for function, together in writers(room) if not any(part.records for part in together)] == []


@pytest.mark.parametrize("room", ACTING)
def test_every_action_happens_whole_or_not_at_all(room: str) -> None:
    """The function that is called, or everything in it that writes, is one transaction."""
    wrong = [
        function.place
        for function, together in writers(room)
        if not function.atomic and not all(part.atomic for part in together if part.writes)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ACTING)
def test_actions_know_no_request(room: str) -> None:
    wrong = [
        function.place
        for function in actions_of(room).values()
        for argument in [*function.node.args.args, *function.node.args.kwonlyargs]
        if argument.arg == "request"
    ]
    assert wrong == []


@pytest.mark.parametrize("room", rooms())
def test_pages_and_words_write_nothing_themselves(room: str) -> None:
    """Views, forms, permissions and to-dos ask actions to write."""
    quiet = {"views", "forms", "permissions", "todos", "timeline", "search", "filters", "indicators", "facts", "claims"}
    paths = [path for path in modules(room) if path.relative_to(TITIAN / room).parts[0].removesuffix(".py") in quiet]
    assert [function.place for function in functions(paths).values() if function.writes or function.records] == []


def test_every_journalled_act_has_a_word() -> None:
    """`record("jobs.job.queued", …)`: the code is declared with its Chinese word in the room's AppConfig."""
    words = {code for config in apps.get_app_configs() for code in getattr(config, "journal_words", {})}
    codes = {code: place for room in rooms() for code, place in _codes(room)}
    assert {place: code for code, place in codes.items() if code not in words} == {}


def _codes(room: str) -> Iterator[tuple[str, str]]:
    for path in modules(room):
        for part in ast.walk(tree(path)):
            if isinstance(part, ast.Call) and _called(part) in RECORDS and part.args:
                first = part.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, f"{name(path)}:{part.lineno}"


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def test_the_rules_see_an_action_without_journal() -> None:
    """The rule itself: a write through a helper is seen, and so is what is missing."""
    path = ROOT / "titian" / "x" / "actions.py"
    source = "def award(call):\n    _store(call)\n\ndef _store(call):\n    call.save()\n\ndef read(call):\n    return call.pk\n"
    known = {node.name: _looked_at(Function(path, node)) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    together = reached(known["award"], known)
    assert any(part.writes for part in together)
    assert not any(part.records or part.atomic for part in together)
    assert not any(part.writes for part in reached(known["read"], known))
