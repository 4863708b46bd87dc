"""What holds the house up: migrations, who imports whom, generated pages, and text that is the project's alone."""

from __future__ import annotations

import ast
import re
import token as kinds
from collections.abc import Iterator
from pathlib import Path
from tokenize import tokenize

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

from tests.house import ROOT, TITIAN, files_of, modules, name, rooms, tree

TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".yml", ".json", ".svg", ""}
# Addresses of package indexes, and folders of somebody's own machine.
# An installer's words for them are put together here, so that this file has none itself.
_INSTALLER = "|".join(("index" + "-url", "find" + "-links", "/sim" + r"ple/?\b"))
FOREIGN = re.compile(rf"({_INSTALLER}|https?://\S+\.(whl|deb|tgz)|/(home|root|Users)/\w+|/work/(main|shared)|[A-Z]:\\Users)")
EXPLAINED = {"tests/test_house_ground.py"}
# House.md §5: browsers from Chromium 86 on.
TOO_NEW = re.compile(r":has\(|@container|@layer|@scope|color-mix\(|\bsubgrid\b|text-wrap:\s*balance")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=\"|javascript:", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(r"""(src|href|action|url\()\s*=?\s*["'(]?(https?:)?//""", re.IGNORECASE)


# What silences a type checker or a linter: the words are put together here, so that this file has none itself.
_TYPES, _STYLE = "type" + ": ignore", "no" + "qa"
SILENCES = re.compile(rf"# (?:{_TYPES}|{_STYLE})")
# With the one rule it means, and a reason.
REASONED = re.compile(rf"# (?:{_TYPES}\[[a-z-]+\]|{_STYLE}: [A-Z0-9, ]*[A-Z0-9])(  # | \(| - )\S")


def project_text() -> Iterator[tuple[str, str]]:
    for path in files_of(ROOT):
        if path.suffix in TEXT and name(path) not in EXPLAINED:
            yield name(path), path.read_text("utf-8")


COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|/\*.*?\*/", re.DOTALL)


def found(pattern: re.Pattern[str], ending: str) -> list[str]:
    """Where a pattern stands in our templates or styles, comments aside."""
    paths = (path for path in files_of(TITIAN) if path.suffix == ending and {"templates", "static"} & set(path.parts))
    texts = ((name(path), COMMENT.sub("", path.read_text("utf-8"))) for path in paths)
    return [f"{path}: {match[0]}" for path, text in texts for match in pattern.finditer(text)]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_rooms_look_only_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


@pytest.mark.parametrize("page", ["glossary", "rooms", "facts", "programmes"])
def test_generated_pages_are_complete_and_up_to_date(page: str) -> None:
    call_command(page, "--check", "--docs", str(ROOT / "docs"))


def test_the_project_names_no_machine_and_no_package_index() -> None:
    wrong = [f"{path}: {match[0]}" for path, text in project_text() for match in FOREIGN.finditer(text)]
    assert wrong == []


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_every_requirement_is_locked_by_version_and_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    assert [
        entry.split()[0] for entry in entries if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL)
    ] == []


def test_what_runs_is_what_is_tested() -> None:
    """Versions of the development lock are those of the lock an installation uses."""
    run, develop = (dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)) for lock in LOCKS)
    assert {package: develop.get(package) for package in run} == run


LOCKS = ("requirements.txt", "requirements-dev.txt")


def test_pages_hold_no_inline_script_and_ask_nothing_of_other_sites() -> None:
    """The Content-Security-Policy forbids the one, an office without the internet the other."""
    assert found(INLINE_SCRIPT, ".html") == []
    assert found(FROM_ELSEWHERE, ".html") == []
    assert found(re.compile(r"@import|url\(\s*[\"']?(https?:)?//"), ".css") == []


def test_styles_are_understood_by_the_browsers_an_office_has() -> None:
    assert found(TOO_NEW, ".css") == []


def test_forms_that_change_something_carry_a_token() -> None:
    assert (
        found(re.compile(r"<form[^>]*method=\"post\"(?:(?!</form>)(?!csrf_token).)*</form>", re.IGNORECASE | re.DOTALL), ".html")
        == []
    )


# Rooms that give, weigh or clear: what a firm filed to the statistics bureau is no base of theirs (registry.models.annual).
GIVING = ("policies", "rnd", "grants", "transfer", "finance", "ledgers")
PAST_THE_GATE = re.compile(
    r"(AnnualFigure\.(_base_manager|_default_manager|objects)|\.annual_figures)\b(?!\.(usable_for_benefits|visible_to)\()"
)


def test_rooms_of_benefits_take_a_firm_s_figures_through_the_one_gate() -> None:
    paths = [path for room in GIVING if room in rooms() for path in modules(room)]
    assert [f"{name(path)}: {match[0]}" for path in paths for match in PAST_THE_GATE.finditer(path.read_text("utf-8"))] == []
    assert PAST_THE_GATE.search("AnnualFigure.objects.filter(year=2025)")
    assert PAST_THE_GATE.search("firm.annual_figures.all()")
    assert not PAST_THE_GATE.search("AnnualFigure.objects.usable_for_benefits().of_year(2025)")


# Words of a county, which in a 区 or 市 are others: `Installation.worded` puts them right where the frame prints a room's texts.
OF_A_COUNTY = re.compile(r"[全本我邻]县(?!区|直)|县(里|政府办|科技局)|(?<![省市级的])科技局的?(联系人|名录|经办)|请?联系科技局")
WORDED = {"Area", "ListPage", "worded"}
# The sample county, the reader of other people's papers, and the sentence language, where {全县} is the name of a placeholder.
OF_ANY_PLACE = (
    *("demo/", "reader/", "reports/wording/", "base/gongwen/", "base/installation.py"),
    *("figures/likeness.py", "figures/sheet_source.py", "exchange/heads/"),
)


def _texts(node: ast.AST) -> Iterator[str]:
    """String constants of a module but docstrings and what the frame words itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and getattr(child.func, "id", getattr(child.func, "attr", "")) in WORDED:
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from _texts(child)


def test_pages_and_papers_call_the_place_and_the_bureau_as_the_settings_do() -> None:
    paths = [path for room in rooms() for path in modules(room)]
    own = [path for path in paths if not str(path.relative_to(TITIAN)).startswith(OF_ANY_PLACE)]
    wrong = [f"{name(path)}: {match[0]}" for path in own for text in _texts(tree(path)) for match in OF_A_COUNTY.finditer(text)]
    assert wrong == []
    assert found(OF_A_COUNTY, ".html") == []


def test_whoever_silences_a_check_says_why() -> None:
    """A comment that silences a check names the one rule it means, and is followed by a reason."""
    paths = [path for folder in ("titian", "tests", "config") for path in (ROOT / folder).rglob("*.py")]
    said = ((path, comment) for path in paths for comment in _comments(path) if SILENCES.match(comment))
    assert [f"{path.relative_to(ROOT)}: {comment}" for path, comment in said if not REASONED.match(comment)] == []


def _comments(path: Path) -> Iterator[str]:
    """Comments alone: what a text says of them silences nothing."""
    with path.open("rb") as source:
        yield from (token.string for token in tokenize(source.readline) if token.type == kinds.COMMENT)
