"""What a new installation leaves on the disk."""

import stat
from pathlib import Path

from titian.base.database import database, make_private, sqlite
from titian.base.installation import Installation, make_folders


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folders_of_a_new_installation_are_closed_to_other_accounts(tmp_path: Path) -> None:
    home = Installation(tmp_path / "titian")
    make_folders(home)
    assert {rights(folder) for folder in (home.home, home.files, home.papers, home.vocabulary)} == {0o700}


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    make_folders(Installation(tmp_path))
    assert rights(tmp_path) == 0o750


def test_a_new_database_is_its_owners_alone_whatever_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(sqlite(tmp_path / "titian.sqlite3"))
    assert rights(tmp_path / "titian.sqlite3") == 0o600


def test_a_database_elsewhere_leaves_no_file(tmp_path: Path) -> None:
    make_private(database("postgres://office@localhost/titian", tmp_path))
    assert list(tmp_path.iterdir()) == []
