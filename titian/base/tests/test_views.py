"""Error pages, in the office's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import Client, RequestFactory

from titian.accounts.models import User
from titian.base import views

Browser = Callable[[User], Client]


def test_a_missing_page_keeps_the_frame_and_offers_the_way_back(officer: User, client_of: Browser) -> None:
    response = client_of(officer).get("/no/such/page/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "没有找到" in text
    assert officer.name in text
    assert "Not Found" not in text


def test_a_refused_act_tells_its_reason(officer: User) -> None:
    request = RequestFactory().get("/")
    request.user = officer
    response = views.forbidden(request, PermissionDenied("审定指标须由股室长或局领导办理"))
    assert response.status_code == 403
    assert "审定指标须由股室长或局领导办理" in response.content.decode()


def test_a_broken_page_stands_alone_and_names_the_request() -> None:
    request = RequestFactory().get("/")
    request.META[views.REQUEST_ID] = "abc123"
    response = views.broken(request)
    assert response.status_code == 500
    assert "abc123" in response.content.decode()


@pytest.mark.parametrize(("problem", "status", "word"), [(RequestDataTooBig(), 413, "太大"), (SuspiciousOperation(), 400, "刷新")])
def test_what_cannot_be_read_says_what_to_do(problem: Exception, status: int, word: str) -> None:
    response = views.unreadable(RequestFactory().get("/"), problem)
    assert response.status_code == status
    assert word in response.content.decode()


@pytest.mark.django_db
def test_a_form_left_open_too_long_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "页面已失效" in response.content.decode()


def test_an_english_reason_of_the_framework_is_not_shown(officer: User) -> None:
    request = RequestFactory().get("/")
    request.user = officer
    text = views.missing(request, Http404("No Figure matches the given query.")).content.decode()
    assert "No Figure" not in text
    assert "可能已被删除" in text
