"""What a new installation leaves on the disk."""

import stat
from pathlib import Path

import pytest

from titian.base.database import database, make_private, sqlite
from titian.base.installation import Installation, InstallationError, load, make_folders, save
from titian.base.mechanisms import MECHANISMS, Duty


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


def loaded(home: Path, text: str) -> Installation:
    (home / "titian.toml").write_text(text, "utf-8")
    return load(home, {})


def test_without_settings_the_bureau_leads_everything_and_no_door_is_open(tmp_path: Path) -> None:
    office = load(tmp_path, {})
    assert {office.duty(code) for code in MECHANISMS} == {Duty.LEAD}
    assert office.portals == frozenset()


def test_each_mechanism_is_led_helped_with_imported_or_hidden(tmp_path: Path) -> None:
    office = loaded(tmp_path, '[mechanisms]\nhigh_tech = "assist"\nloans = "import"\nparty = "none"\nof_a_later_release = "none"\n')
    assert {code: (office.shows(code), office.may_enter(code)) for code in ("ladder", "high_tech", "loans", "party")} == {
        "ladder": (True, True),
        "high_tech": (True, True),
        "loans": (True, False),
        "party": (False, False),
    }


def test_a_door_opens_only_when_it_says_true(tmp_path: Path) -> None:
    assert loaded(tmp_path, "[portals]\ntown = true\nbank = false\n").portals == frozenset({"town"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[mechanisms]\nloans = "yes"\nparty = 1', "loans = 'yes'；party = 1"),
        ('[portals]\ntown = "on"', "town = 'on'"),
        ("mechanisms = 3", r"\[mechanisms\]"),
        ("[bureau", "TOML"),
    ],
)
def test_what_the_file_cannot_mean_is_said(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InstallationError, match=told):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    ("county", "word"),
    [("示范县", "县"), ("某某自治县", "县"), ("某区", "区"), ("某市", "市"), ("某某自治区", "自治区"), ("", "县")],
)
def test_the_word_of_the_place_follows_its_name(tmp_path: Path, county: str, word: str) -> None:
    assert Installation(tmp_path, county=county).kind_word == word
    assert Installation(tmp_path, county=county, kind="旗").kind_word == "旗"


@pytest.mark.parametrize(
    ("county", "kind", "said"),
    [
        ("示范县", "", "全县、邻县、县里、县政府办，示范局，市科技局，县区、县直"),
        ("示范新城", "区", "全区、邻区、区里、区政府办，示范局，市科技局，县区、县直"),
        ("示范市", "", "全市、邻市、市里、市政府办，示范局，市科技局，县区、县直"),
        ("示范自治区", "", "全区、邻区、区里、区政府办，示范局，市科技局，县区、县直"),
    ],
)
def test_texts_of_the_program_call_place_and_bureau_as_the_office_set_them(
    tmp_path: Path, county: str, kind: str, said: str
) -> None:
    office = Installation(tmp_path, bureau="示范局", county=county, kind=kind)
    assert office.worded("全县、邻县、县里、县政府办，科技局，市科技局，县区、县直") == said


def test_what_is_saved_is_what_is_loaded_whatever_the_names_hold(tmp_path: Path) -> None:
    odd = Installation(
        tmp_path,
        bureau='"示范"\\县\n科技局',
        county="示范县",
        departments=("一股", "二'股"),
        mechanisms={"loans": Duty.IMPORT},
        portals=frozenset({"bank"}),
    )
    save(odd)
    assert load(tmp_path, {}) == odd
    assert rights(tmp_path / "titian.toml") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["titian.toml"]
