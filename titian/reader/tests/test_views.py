"""Pages of the reader, with the real reader behind them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from titian.accounts.models import User
from titian.figures.models import Figure
from titian.figures.tests.make import county, figure
from titian.files.models import StoredFile
from titian.places.models import Region
from titian.reader.models import KeptReading
from titian.registry.tests import make as registry

ClientOf = Callable[[User], Client]
TEXT = """示范县科技局2026年上半年工作总结

一、主要工作
新增高新技术企业12家。技术合同成交额1.92亿元。全县科技特派员98人，其中法人科技特派员60人、自然人科技特派员37人。
科技进企行动走访企业225次。

二、下半年打算
全年力争新增高新技术企业28家。
"""


def send(client: Client, **files: str | bytes) -> None:
    uploads = [SimpleUploadedFile(f"{name}.txt", body.encode() if isinstance(body, str) else body) for name, body in files.items()]
    client.post(reverse("reader:upload"), {"papers": uploads})


@pytest.fixture
def kept(officer: User, client_of: ClientOf) -> KeptReading:
    county()
    send(client_of(officer), 上半年总结=TEXT)
    return KeptReading.objects.get()


def test_an_uploaded_paper_is_read_and_kept_with_its_original(kept: KeptReading) -> None:
    assert (kept.period, kept.region_name, kept.kind) == ("2026H1", "示范县", "half_year")
    assert kept.file is not None
    assert {entry["code"] for entry in kept.result["figures"]} >= {"hnte.new", "contract.value", "commissioner.total"}


def test_of_several_files_the_readable_are_kept_and_the_others_named(officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    send(client, 好的=TEXT, 空的=b"")
    text = client.get(reverse("reader:list")).content.decode()
    assert KeptReading.objects.count() == 1
    assert StoredFile.objects.count() == 1
    assert "空的" in text


def test_the_reading_page_marks_numbers_and_says_what_does_not_add_up(
    kept: KeptReading, officer: User, client_of: ClientOf
) -> None:
    text = client_of(officer).get(kept.get_absolute_url()).content.decode()
    assert "num-achieved" in text
    assert "num-target" in text
    assert "不符" in text
    assert "num-wrong" in text


def test_a_number_is_explained_and_corrected_on_its_page(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    offset = kept.text.index("225次")
    address, client = reverse("reader:number", args=[kept.pk, offset]), client_of(officer)
    assert "为什么这样认" in client.get(address).content.decode()
    typed = {"indicator": "visit.count", "status": "achieved", "period": "2026H1", "scope": "科技进企", "calibre": "", "level": ""}
    assert client.post(address, typed).status_code == 302
    assert kept.corrections.get().scope == "科技进企"
    assert "人工更正" in client.get(address).content.decode()


def test_the_side_panel_alone_is_sent_to_htmx(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    address = reverse("reader:number", args=[kept.pk, kept.text.index("12家")])
    text = client_of(officer).get(address, headers={"HX-Request": "true"}).content.decode()
    assert text.strip().startswith("<section")
    assert "新增(认定)高新技术企业数" in text


def test_a_correction_to_an_unknown_indicator_says_what_to_do(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    address = reverse("reader:number", args=[kept.pk, kept.text.index("12家")])
    response = client_of(officer).post(address, {"indicator": "没有的指标", "status": "achieved"})
    assert response.status_code == 422
    assert "请到「指标目录」核对" in response.content.decode()


def test_a_paper_is_accepted_into_the_books_of_its_region(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    client, address = client_of(officer), reverse("reader:accept", args=[kept.pk])
    assert "新增(认定)高新技术企业数" in client.get(address).content.decode()
    assert client.post(address, {"region": "示范县", "disputed": "on"}).status_code == 302
    assert Figure.objects.filter(indicator="hnte.new", status="achieved", period="2026H1").get().value == 12
    assert Figure.objects.filter(indicator="hnte.new", status="target", period="2026").get().value == 28


def test_a_neighbours_first_paper_brings_its_county_into_the_books(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    client_of(officer).post(reverse("reader:accept", args=[kept.pk]), {"region": "邻山县", "disputed": "on"})
    assert Figure.objects.first().region.name == "邻山县"  # type: ignore[union-attr]  # there are some


def test_a_draft_is_held_against_the_books_and_not_kept(officer: User, client_of: ClientOf) -> None:
    figure(officer, value="12", period="2026H1")
    figure(officer, "contract.value", "186000000", period="2026H1")
    response = client_of(officer).post(reverse("reader:draft"), {"text": TEXT, "region": "示范县"})
    text = response.content.decode()
    assert "与账一致" in text
    assert "账上 1.86 亿元" in text
    assert not KeptReading.objects.exists()


def test_a_paper_not_in_the_books_is_deleted_and_one_in_the_books_is_not(
    kept: KeptReading, officer: User, client_of: ClientOf
) -> None:
    client = client_of(officer)
    client.post(reverse("reader:accept", args=[kept.pk]), {"region": "示范县", "disputed": "on"})
    client.post(reverse("reader:forget", args=[kept.pk]))
    assert KeptReading.objects.exists()
    Figure.objects.all().delete()
    client.post(reverse("reader:forget", args=[kept.pk]))
    assert not KeptReading.objects.exists()


def test_a_draft_is_held_against_what_the_rows_count_too(officer: User, client_of: ClientOf) -> None:
    registry.title(registry.organisation("示范县甲装备有限公司"))
    text = "截至2026年5月31日，示范县有效期内高新技术企业3家。"
    said = client_of(officer).post(reverse("reader:draft"), {"text": text, "region": "示范县"}).content.decode()
    assert "台账数" in said
    assert reverse("figures:counted", args=["hnte.valid"]) in said
    assert "不同" in said


@pytest.mark.parametrize("name", ["reader:list", "reader:draft"])
def test_papers_are_nothing_for_a_town_or_the_system_administrator(
    name: str, town_clerk: User, administrator: User, client_of: ClientOf
) -> None:
    for person in (town_clerk, administrator):
        assert client_of(person).get(reverse(name)).status_code == 404


def test_one_paper_does_not_exist_for_a_town(kept: KeptReading, town_clerk: User, client_of: ClientOf) -> None:
    assert client_of(town_clerk).get(kept.get_absolute_url()).status_code == 404


def test_the_auditor_reads_but_is_offered_no_upload(kept: KeptReading, auditor: User, client_of: ClientOf) -> None:
    client = client_of(auditor)
    assert "读入文稿" not in client.get(reverse("reader:list")).content.decode()
    assert client.post(reverse("reader:upload")).status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_many_papers(
    kept: KeptReading, officer: User, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(officer)
    client.get(reverse("reader:list"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("reader:list"))
    send(client, 二=TEXT + "另", 三=TEXT + "又")
    client.get(reverse("reader:list"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("reader:list"))


QUERIES = 4


@pytest.mark.parametrize("written", ["²", "9" * 5000, "-1", ""])
def test_an_offset_that_is_no_number_opens_the_page_without_a_panel(
    kept: KeptReading, officer: User, client_of: ClientOf, written: str
) -> None:
    assert client_of(officer).get(kept.get_absolute_url(), {"n": written}).status_code == 200


def test_fields_named_with_what_is_no_offset_are_passed_over(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    address = reverse("reader:accept", args=[kept.pk])
    response = client_of(officer).post(address, {"region": "示范县", "disputed": "on", "scope-²": "甲", "leave": "²"})
    assert response.status_code == 302


def test_a_correction_to_what_is_no_period_is_refused(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    address = reverse("reader:number", args=[kept.pk, kept.text.index("12家")])
    response = client_of(officer).post(address, {"indicator": "hnte.new", "status": "achieved", "period": "二〇二六年的上半年"})
    assert response.status_code == 422
    assert not kept.corrections.exists()


def test_a_draft_longer_than_any_report_is_refused(officer: User, client_of: ClientOf) -> None:
    figure(officer)
    response = client_of(officer).post(reverse("reader:draft"), {"text": "一" * 100_001, "region": "示范县"})
    assert response.status_code == 422
    assert "请分几次核对" in response.content.decode()


def test_a_long_file_name_is_shortened_to_what_is_kept(officer: User, client_of: ClientOf) -> None:
    send(client_of(officer), **{"长" * 240: TEXT})
    assert len(KeptReading.objects.get().name) == 200


def test_a_neighbour_is_not_entered_when_its_paper_is_refused(kept: KeptReading, officer: User, client_of: ClientOf) -> None:
    """Otherwise a mistyped name would stay behind as a county."""
    leave = [str(figure["offset"]) for figure in kept.result["figures"]]
    response = client_of(officer).post(reverse("reader:accept", args=[kept.pk]), {"region": "邻山县", "leave": leave})
    assert response.status_code == 422
    assert not Region.objects.filter(name="邻山县").exists()


def test_figures_only_their_heading_tells_apart_ask_for_their_scope(officer: User, client_of: ClientOf) -> None:
    county()
    send(client_of(officer), 总结=TEXT.replace("225次。", "225次。召开座谈会，走访企业40次。"))
    address = reverse("reader:accept", args=[KeptReading.objects.get().pk])
    text = client_of(officer).get(address).content.decode()
    assert text.count('class="attention"') == 2
    assert "核对范围" in text or "要写范围" in text


def test_what_a_share_is_taken_of_goes_into_no_books(officer: User, client_of: ClientOf) -> None:
    county()
    send(client_of(officer), 总结=TEXT.replace("225次。", "225次。有研发活动的规上工业企业66家，占规上工业企业126家的52.4%。"))
    client, reading = client_of(officer), KeptReading.objects.get()
    client.post(reverse("reader:accept", args=[reading.pk]), {"region": "示范县", "disputed": "on"})
    booked = Figure.objects.filter(indicator="rnd.active_above_scale").values_list("value", "scope")
    assert [value for value, _ in booked] == [66]
