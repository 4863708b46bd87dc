"""The glossary and the page of rooms, and the commands that write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

from titian.base import words
from titian.base.terms import Term


def test_every_room_record_and_field_is_in_the_glossary() -> None:
    codes = {(term.section, term.code) for term in words.terms()}
    assert ("房间 rooms", "journal") in codes
    assert ("角色 roles", "town") in codes
    assert ("指标 indicators", "rnd.expenditure") in codes
    assert ("jobs · 后台任务: records", "Job") in codes
    assert ("jobs · 后台任务: records", "Job.lease_until") in codes
    assert ("操作 acts (journal codes)", "jobs.job.queued") in codes
    assert not any(code.endswith(".id") for _, code in codes)


def test_a_field_without_a_chinese_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    field = apps.get_model("jobs.Job")._meta.get_field("worker")
    monkeypatch.setattr(field, "verbose_name", "worker")
    assert [term.code for term in words.unlabelled()] == ["Job.worker"]


def test_words_with_a_source_have_a_column_for_it() -> None:
    table = words._table([Term("x", "a.b", "甲|乙", "统计局")])
    assert table.splitlines()[0] == "| code | 中文 | source |"
    assert table.splitlines()[2] == "| `a.b` | 甲\\|乙 | 统计局 |"


def test_rooms_stand_from_the_top_of_the_house_to_its_ground() -> None:
    page = words.rooms_page()
    assert page.index("## home") < page.index("## figures") < page.index("## journal") < page.index("## base")


@pytest.mark.parametrize("name", ["glossary", "rooms"])
def test_a_page_written_is_up_to_date_and_a_changed_one_is_not(name: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="重新生成"):
        call_command(name, "--check", "--docs", str(tmp_path))
    call_command(name, "--docs", str(tmp_path))
    call_command(name, "--check", "--docs", str(tmp_path))
    page = tmp_path / f"{name}.md"
    page.write_text(page.read_text("utf-8").replace("文件", "档案"), "utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command(name, "--check", "--docs", str(tmp_path))
    assert refusal.value.returncode == 1
