"""Error pages, in the office's words."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

from titian.base.pages.common import page

REQUEST_ID = "TITIAN_REQUEST_ID"


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: what the person tried and why it was refused."""
    reason = str(exception or "") or "您没有做这一步的权限。"
    return page(request, "base/error.html", title="不能这样做", reason=reason, advice="需要权限请联系系统管理员。", status=403)


@requires_csrf_token
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also the answer to a person without the right; the reason a verdict gave is told, a stranger's address is not."""
    told = exception.args[0] if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str) else ""
    told = "" if told.isascii() else told  # Django's own reasons are English and name models
    reason = told or "没有这个页面，可能已被删除，或者地址输错了，或者您无权查看。"
    return page(request, "base/error.html", title="没有找到", reason=reason, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: stands alone, without database, navigation or session, any of which may be what is broken."""
    request_id = request.META.get(REQUEST_ID, "") or timezone.now().strftime("%Y-%m-%d %H:%M:%S")
    return alone("broken", status=500, request_id=request_id)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 and 413: what was sent could not be read, or was more than a form may hold."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return alone("too_large", status=413)
    return alone("unreadable", status=400)


def alone(kind: str, *, status: int, **context: str) -> HttpResponse:
    """A page without the frame, for requests that came no further: its words are `base/alone/<kind>.html`."""
    return HttpResponse(render_to_string(f"base/alone/{kind}.html", context), status=status)


@requires_csrf_token
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of Django's CSRF check: the page was open too long, or cookies are off."""
    return page(
        request,
        "base/error.html",
        title="页面已失效",
        reason="这个页面打开太久，或在别的窗口退出过登录，所填内容没有提交。",
        advice="请返回上一页，刷新后重新提交；仍不行，请在浏览器中允许本站使用 Cookie。",
        status=403,
    )
