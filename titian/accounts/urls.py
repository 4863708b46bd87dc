"""Addresses of log-in, users, their rights and log-ins."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from titian.accounts.views import changes, entrance, passwords, security, users

app_name = "accounts"
urlpatterns = [
    path("login/", entrance.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", passwords.password, name="password"),
    path("users/", users.users, name="users"),
    path("users/add/", users.add_user, name="add_user"),
    path("users/passwords/", passwords.issue_passwords, name="issue_passwords"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/amend/", users.amend_user, name="amend_user"),
    path("users/<int:pk>/password/", passwords.reset_password, name="reset_password"),
    path("users/<int:pk>/disable/", users.disable_user, name="disable_user"),
    path("users/<int:pk>/enable/", users.enable_user, name="enable_user"),
    path("users/<int:pk>/unlock/", users.unlock_user, name="unlock_user"),
    path("changes/", changes.changes, name="changes"),
    path("changes/confirm/", changes.confirm_changes, name="confirm_changes"),
    path("changes/<int:pk>/confirm/", changes.confirm_change, name="confirm_change"),
    path("changes/<int:pk>/decline/", changes.decline_change, name="decline_change"),
    path("changes/<int:pk>/withdraw/", changes.withdraw_change, name="withdraw_change"),
    path("security/", security.security, name="security"),
    path("logins/", security.logins, name="logins"),
]
