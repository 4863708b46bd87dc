"""Log-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpResponse

from titian.accounts.forms import LoginForm
from titian.accounts.models import User
from titian.base.installation import DEMO_PASSWORD
from titian.base.navigation import has_pages


class LogIn(views.LoginView):
    """The one page anybody may open; a demonstration also offers its people, one of each role."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"title": "登录", "demo_password": DEMO_PASSWORD, **kwargs}
        if settings.TITIAN.demo:
            context["demo_users"] = [user for user in User.objects.one_of_each_role() if has_pages(user)]
        return super().get_context_data(**context)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
