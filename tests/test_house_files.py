"""A room holds the kinds of file a newcomer expects, and no module is too long to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import ROOT, TITIAN, files_of, modules, name, rooms

# Module names any room may use; each may also be a package of the same name, split by noun.
COMMON = {
    *("models", "actions", "permissions", "indicators", "columns", "forms", "views", "urls", "todos", "timeline"),
    *(
        "system_checks",
        "tasks",
        "admin",
        "apps",
        "filters",
        "middleware",
        "search",
        "facts",
        "claims",
        "panels",
        "paragraphs",
        "deadlines",
        "pipelines",
    ),
}
# What one room has and others don't. A new shape is a decision: it is added here with the change that brings it.
EXTRA: dict[str, set[str]] = {
    "base": {
        *(
            "arguments",
            "charts",
            "clock",
            "colours",
            "columns",
            "commands",
            "context",
            "database",
            "deadlines",
            "disclosure",
            "drawing",
            "errors",
            "fonts",
        ),
        *(
            "gongwen",
            "hosts",
            "installation",
            "labels",
            "masking",
            "money",
            "navigation",
            "office",
            "pages",
            "panels",
            "periods",
            "pipelines",
            "printing",
            "quantities",
            "registers",
            "requests",
            "rooms",
            "secrets",
            "terms",
            "timeline",
        ),
        *("mechanisms", "memory", "reloading", "toml", "vega", "words"),
    },
    "journal": {"chain", "context"},
    "jobs": {"backend", "context", "execution", "leases", "worker"},
    "accounts": {"commands", "passwords", "roles"},
    "places": {"commands", "lists"},
    "files": {"kinds", "storage"},
    "exchange": {
        "batches",
        "blank",
        "cleaning",
        "exports",
        "foreign",
        "marked",
        "heads",
        "preview",
        "tables",
        "values",
        "workbook",
    },
    "figures": {
        *("asked", "board", "books", "catalogue", "charts", "checks", "computed", "key", "neighbours", "progress", "target_sheet"),
        *("likeness", "outgoing", "sheet_lists", "sheet_pages", "sheet_source", "target_template", "wording"),
    },
    "policies": {
        *("benefits", "claiming", "library"),
        "assessing",
        "documents",
        "engine",
        "gaps",
        "linting",
        "checklist",
        "packs",
        "population",
        "record",
        "rules",
        "rungs",
        "standing",
        "whatif",
    },
    "registry": {"codes", "computed", "matching", "merging", "names", "sheet", "shown", "titles"},
    "reader": {
        *("accepting", "batch", "checks", "clauses", "document", "drafts", "intake", "marking", "naming", "pipeline", "printing"),
        *("quantities", "roles", "text", "values", "vocabulary"),
    },
    "ledgers": {
        "breakdowns",
        *("definition", "filling", "listings", "packages", "summing", "computing", "collecting"),
        *(
            "activities",
            "assessments",
            "commissioners",
            "funds",
            "instruments",
            "months",
            "problems",
            "proposals",
            "scaling",
            "spot_checks",
            "supervision",
            "talents",
        ),
    },
    "rnd": {"basis", "blocking", "calibres", "evaluation", "institutions", "judging", "policy", "subsidy", "watching"},
    # one folder a report
    "reports": {
        "catalogue",
        "wording",
        "writer",
        "half_year",
        "annual",
        "reply",
        "brief",
        "table",
        "monthly",
        "weekly",
        "chronicle",
        "self_assessment",
    },
    "home": {"alerts", "backup", "cockpit", "handover", "keepers", "own", "workbench"},
    "demo": {
        "build",
        "collecting",
        "county",
        "finishing",
        "ladder",
        "ledgers",
        "papers",
        "people",
        "policies",
        "registers",
        "research",
        "samples",
        "steps",
        "story",
        "workbooks",
    },
}
# Files of one room that are no module: data as data, and what its tests need beside a module's own.
SHAPES: dict[str, str] = {
    "base": r"tests/(throwaway|parts)\.py",
    "figures": r"catalogue\.yaml",
    "policies": r"checklist\.yaml|parameters/[a-z]+/[a-z_]+\.yaml|tests/cases/[a-z_]+\.yaml|tests/clauses\.py|library/packaged/[a-z_]+\.yaml",
    "reader": r"vocabulary/[a-z_]+\.yaml|tests/test_bad_input\.py",
    "reports": r"(wording|[a-z_]+)/(library|outline)\.yaml|[a-z_]+/template\.docx|[a-z_]+/tests/(__init__|make|test_[a-z_]+)\.py",
    "rnd": r"calibres/rates\.yaml|policy/packaged/[a-z_]+\.yaml",
    "ledgers": r"packaged/[a-z_]+\.yaml|proposals/rules\.yaml",
    "home": r"year\.yaml",
    "demo": r"towns\.txt|reports/[\w-]+\.(txt|html|yaml|md)",
}
MODULE = re.compile(r"(?P<name>[a-z_]+)(\.py|(/[a-z_]+)*/[a-z_]+\.py)")
DATA = re.compile(r"(templates|static)/(?P<room>[a-z]+)/.+\.(html|css|js|svg|txt|woff2)|py\.typed")
TEST = re.compile(r"tests/(__init__|make|test_(?P<about>[a-z0-9_]+))\.py|tests/data/.+")
MANAGEMENT = re.compile(
    r"management/(__init__|commands/(__init__|(?P<command>[a-z]+)))\.py|templatetags/[a-z_]+\.py|migrations/\w+\.py"
)
LONG, TOO_LONG = 300, 500


def strangers(room: str) -> Iterator[str]:
    """Files of a room that no rule expects."""
    for path in files_of(TITIAN / room):
        inside = path.relative_to(TITIAN / room).as_posix()
        if not _expected(room, inside):
            yield name(path)


def _expected(room: str, inside: str) -> bool:
    if inside == "__init__.py" or MANAGEMENT.fullmatch(inside) or re.fullmatch(SHAPES.get(room, "(?!)"), inside):
        return True
    if test := TEST.fullmatch(inside):
        return test["about"] is None or _tested(room, test["about"])
    if data := DATA.fullmatch(inside):
        return data["room"] in (None, room)
    module = MODULE.fullmatch(inside)
    return module is not None and module["name"] in COMMON | EXTRA.get(room, set())


def _tested(room: str, about: str) -> bool:
    """`test_leases.py` tests `leases.py`; `test_gongwen_titles.py` a part of the package `gongwen`; `test_jobs.py` the command."""
    known = {word for path in modules(room) for word in (path.stem, *path.relative_to(TITIAN / room).parts[:-1])}
    known |= {path.name for path in (TITIAN / room).iterdir() if path.is_dir()}
    return any(about == module or about.startswith(f"{module}_") for module in known)


@pytest.mark.parametrize("room", rooms())
def test_a_room_holds_only_the_kinds_of_file_a_newcomer_expects(room: str) -> None:
    assert list(strangers(room)) == []


def test_the_house_itself_has_one_module_beside_its_rooms() -> None:
    beside = [path.name for path in TITIAN.iterdir() if path.is_file() and path.suffix != ".pyc"]
    assert set(beside) <= {"__init__.py", "cli.py", "py.typed"}


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_it_is_for_and_holds_no_code_there(room: str) -> None:
    body = ast.parse((TITIAN / room / "__init__.py").read_text("utf-8")).body
    assert ast.get_docstring(ast.Module(body, [])), f"{room} has no docstring"
    assert len(body) == 1, f"{room}/__init__.py holds code"


def test_no_module_is_too_long_to_read() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for room in rooms() for path in modules(room)}
    assert {path: lines for path, lines in lengths.items() if lines > LONG} == {}


def test_no_test_is_too_long_to_read() -> None:
    tests = [
        path for folder in (TITIAN, ROOT / "tests") for path in files_of(folder) if path.suffix == ".py" and "tests" in path.parts
    ]
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in tests}
    assert {path: lines for path, lines in lengths.items() if lines > TOO_LONG} == {}


def test_a_migration_is_the_only_python_nobody_reads() -> None:
    for room in rooms():
        folder = TITIAN / room / "migrations"
        assert not folder.exists() or all(re.fullmatch(r"(\d{4}_\w+|__init__)\.py", path.name) for path in files_of(folder))


def test_the_rules_see_a_stranger() -> None:
    """The rule itself: an unknown name is not expected, a known one is."""
    assert not _expected("jobs", "helpers.py")
    assert not _expected("jobs", "templates/files/x.html")
    assert not _expected("jobs", "tests/test_nothing_of_the_kind.py")
    assert _expected("jobs", "templates/jobs/index.html")
    assert _expected("figures", "models/targets.py")
    assert _expected("jobs", "tests/test_leases.py")
