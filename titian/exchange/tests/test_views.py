"""The pages of an import, as an officer walks them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from titian.accounts.models import User
from titian.exchange.models import Batch
from titian.exchange.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
GOOD = ("甲示范公司", registry.uscc(901), "2018-06-12", "", "500")
BAD = ("", registry.uscc(902), "2024-13-05", "无名镇", "500")


def upload(client: Client, data: bytes, name: str = "名单.xlsx", register: str = "organisations") -> str:
    answer = client.post(f"/exchange/{register}/", {"sheet": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_an_officer_imports_a_faulty_sheet_mends_it_and_takes_it_back(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    page = client.get(upload(client, make.sheet(GOOD, BAD))).content.decode()
    assert "有 3 处错误，一行也没有写入" in page
    assert "导入这" not in page
    marked = make.cells(client.get(f"/exchange/batches/{Batch.objects.get().pk}/marked/").content)
    assert marked[0][-1] == "错误说明"
    assert "缺少企业名称" in marked[2][-1]
    address = upload(client, make.sheet(GOOD))
    assert "导入这 1 行" in client.get(address).content.decode()
    assert client.post(f"{address}apply/").status_code == 302
    assert Organisation.objects.get().name == "甲示范公司"
    assert "甲示范公司" in client.get(f"{address}rows/").content.decode()
    assert client.post(f"{address}undo/", {"reason": "传错了"}).status_code == 302
    assert Organisation.objects.count() == 0


def test_the_marked_sheet_comes_in_again_once_mended(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    upload(client, make.sheet(GOOD, ("乙示范公司", registry.uscc(902), "2024-13-05", "", "")))
    rows = make.cells(client.get(f"/exchange/batches/{Batch.objects.get().pk}/marked/").content)
    rows[2][2] = "2024-12-05"
    address = upload(client, make.sheet(*rows[1:], head=rows[0]))
    batch = Batch.objects.latest("pk")
    assert (batch.state, batch.rows, batch.notices) == ("checked", 2, [])
    assert client.post(f"{address}apply/").status_code == 302
    assert Organisation.objects.count() == 2


def test_heads_nobody_knows_are_mapped_on_the_page(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    address = upload(client, make.sheet((GOOD[0], GOOD[1]), head=("哪家", "信用代码")))
    assert "有 1 列没有认出" in client.get(address).content.decode()
    numbered = upload(client, make.sheet((1, GOOD[0], GOOD[1]), head=("序 号", "企业名称", "信用代码")))
    assert "没有认出" not in client.get(numbered).content.decode(), "a numbering is nobody's column"
    client.post(f"{address}map/", {"head0": "name", "head1": ""})
    assert Batch.objects.order_by("pk")[0].state == "checked"


def test_what_is_no_sheet_is_said_beside_the_field(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    answer = client.post("/exchange/organisations/", {"sheet": SimpleUploadedFile("名单.docx", b"PK")})
    assert answer.status_code == 422
    assert "请用 Excel 或 WPS 另存为 .xlsx" in answer.content.decode()
    broken = client.post("/exchange/organisations/", {"sheet": SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 no book")})
    assert broken.status_code == 422


def test_the_template_has_every_column_and_what_may_stand_in_it(officer: User, client_of: ClientOf) -> None:
    content = client_of(officer).get("/exchange/titles/template/").content
    assert make.cells(content)[0][:3] == ["企业名称", "统一社会信用代码", "资质荣誉"]
    explained = make.cells(content, page=1)
    assert any(row[0] == "资质荣誉" and "高新技术企业" in str(row[2]) for row in explained)


def test_the_template_itself_imports_as_nothing(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    content = client.get("/exchange/organisations/template/").content
    upload(client, content)
    assert (Batch.objects.get().rows, Batch.objects.get().errors) == (0, [])


def test_another_persons_import_is_seen_by_the_bureau_only(
    officer: User, chief: User, town_clerk: User, client_of: ClientOf
) -> None:
    batch = make.taken_in(officer, make.sheet(GOOD))
    assert client_of(chief).get(batch.get_absolute_url()).status_code == 200
    assert client_of(town_clerk).get(batch.get_absolute_url()).status_code == 404
    assert client_of(chief).post(f"{batch.get_absolute_url()}apply/").status_code == 404
    assert Organisation.objects.count() == 0


def test_the_uploaded_sheet_goes_back_to_its_uploader_only(officer: User, chief: User, client_of: ClientOf) -> None:
    """It holds whole phone numbers, of users even first passwords."""
    data = make.sheet(GOOD, BAD)
    mine, theirs = make.taken_in(officer, data), make.taken_in(chief, data)
    assert mine.file != theirs.file
    assert mine.file is not None
    address = f"/exchange/batches/{mine.pk}/marked/"
    assert (client_of(officer).get(address).status_code, client_of(chief).get(address).status_code) == (200, 404)
    assert client_of(chief).get(f"/files/{mine.file.pk}/").status_code == 404
    assert address not in client_of(chief).get(mine.get_absolute_url()).content.decode()


def test_an_auditor_reads_imports_and_starts_none(auditor: User, officer: User, client_of: ClientOf) -> None:
    batch = make.imported(officer, make.sheet(GOOD))
    client = client_of(auditor)
    assert client.get("/exchange/").status_code == 200
    assert client.get(f"{batch.get_absolute_url()}rows/").status_code == 200
    assert client.get("/exchange/organisations/").status_code == 404
    assert client.post(f"{batch.get_absolute_url()}undo/", {"reason": "x"}).status_code == 404


def test_a_long_sheet_is_checked_and_imported_in_the_background(
    officer: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("titian.exchange.views.sheets.AT_ONCE", 0)
    monkeypatch.setattr("titian.exchange.views.batches.AT_ONCE", 0)
    client = client_of(officer)
    address = upload(client, make.sheet(GOOD))
    assert Batch.objects.get().state == "checked"
    client.post(f"{address}apply/")
    assert Batch.objects.get().state == "applied"
    assert Organisation.objects.count() == 1


def test_a_text_table_whose_name_no_tab_can_have_comes_back_marked(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    data = "企业名称,信用代码\n甲公司,123\n".encode()
    upload(client, data, name="企业[2025年]终稿.csv")
    answer = client.get(f"/exchange/batches/{Batch.objects.get().pk}/marked/")
    assert "18 位" in make.cells(answer.content)[1][-1]
