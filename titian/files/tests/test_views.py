from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.files import storage
from titian.files.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_comes_back_whole_under_its_chinese_name(officer: User, client_of: ClientOf) -> None:
    file = make.stored(officer, "上半年 总结.txt", "正文".encode())
    response = client_of(officer).get(f"/files/{file.pk}/")
    assert body(response) == "正文".encode()
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''%E4%B8%8A%E5%8D%8A%E5%B9%B4%20%E6%80%BB%E7%BB%93.txt")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("code", "inline"), [("pdf", True), ("png", True), ("html", False), ("docx", False), ("text", False)])
def test_only_pictures_and_pdf_are_shown_in_the_browser(officer: User, client_of: ClientOf, code: str, inline: bool) -> None:
    file = make.stored(officer, *make.SAMPLES[code])
    response = client_of(officer).get(f"/files/{file.pk}/?inline=1")
    body(response)
    assert response["Content-Disposition"].startswith("inline" if inline else "attachment")


def test_a_foreign_page_is_never_a_page_of_ours(officer: User, client_of: ClientOf) -> None:
    file = make.stored(officer, *make.SAMPLES["html"])
    response = client_of(officer).get(f"/files/{file.pk}/?inline=1")
    body(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_nobody_may_see_does_not_exist(officer: User, town_clerk: User, client_of: ClientOf) -> None:
    file = make.stored(officer)
    assert client_of(town_clerk).get(f"/files/{file.pk}/").status_code == 404
    open_one = make.stored(officer, "公示.txt", b"two", Disclosure.OPEN)
    response = client_of(town_clerk).get(f"/files/{open_one.pk}/")
    assert body(response) == b"two"


def test_lost_bytes_are_told_in_words(officer: User, client_of: ClientOf) -> None:
    file = make.stored(officer, "丢.txt", b"lost")
    storage.location(settings.TITIAN.files, file.sha256).unlink()
    response = client_of(officer).get(f"/files/{file.pk}/")
    assert response.status_code == 404
    assert "找不到了" in response.content.decode()
