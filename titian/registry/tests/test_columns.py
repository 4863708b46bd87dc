"""What the registers' sheets do with what offices write: personal numbers, cells to be emptied, names and codes that went over."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from titian.accounts.models import User
from titian.base.registers import registers
from titian.exchange import actions
from titian.exchange.exports import exported
from titian.exchange.models import Batch
from titian.exchange.tests import make
from titian.journal.models import Entry
from titian.registry.models import Organisation, Person
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
PHONE, NUMBER = "13800001234", "110101199003070062"


def seen(client: Client, batch: Batch) -> str:
    """Everything the pages of a batch and the journal say."""
    pages = [client.get(f"/exchange/batches/{batch.pk}/{part}").content.decode() for part in ("", "rows/")]
    told = [[entry.before, entry.after] for entry in Entry.objects.all()]
    return "".join([*pages, json.dumps([told, batch.findings], ensure_ascii=False)])


def test_numbers_of_imported_people_stand_in_no_journal_and_on_no_page(officer: User, auditor: User, client: Client) -> None:
    client.force_login(auditor)
    head = ("姓名", "工作单位", "手机", "身份证号", "邮箱")
    row = ("张示范", "示范大学", PHONE, NUMBER, "zhang@example.com")
    batch = make.taken_in(officer, make.sheet(row, head=head), register="people")
    before = seen(client, batch)
    actions.apply(batch, by=officer)
    assert Person.objects.get().id_number == NUMBER
    shown = before + seen(client, batch)
    actions.undo(batch, by=officer)
    shown += seen(client, batch)
    for secret in (PHONE, NUMBER, "zhang@example.com"):
        assert secret not in shown
    assert "138****1234" in shown


def test_a_wrong_id_number_is_not_kept_with_the_batch(officer: User, auditor: User, client: Client) -> None:
    client.force_login(auditor)
    wrong = NUMBER[:-1] + "9"
    batch = make.taken_in(officer, make.sheet(("张示范", wrong), head=("姓名", "身份证号")), register="people")
    assert "身份证号" in batch.errors[0]["column"]
    assert wrong not in seen(client, batch)


def test_a_refused_password_is_not_kept_with_the_batch(administrator: User) -> None:
    head = ("登录名", "姓名", "角色", "科室", "初始密码")
    batch = make.taken_in(administrator, make.sheet(("zhangsf", "张示范", "经办", "", "abc12345"), head=head), register="users")
    assert batch.errors
    assert "abc12345" not in json.dumps(batch.findings, ensure_ascii=False)


def test_phones_leave_in_part_and_come_in_again_unchanged(officer: User) -> None:
    firm = registry.organisation("云山科技有限公司", phone=PHONE, contact="张示范")
    registry.person("李示范", organisation=firm, phone=PHONE, email="li@example.com")
    for name in ("organisations", "people"):
        content = exported(registers()[name], officer, make.DAY)
        said = str(make.cells(content))
        assert PHONE not in said
        assert "li@example.com" not in said
        again = make.imported(officer, content, register=name)
        assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert Organisation.objects.get().phone == PHONE
