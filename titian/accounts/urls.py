"""Addresses of log-in and users."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from titian.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", views.password, name="password"),
    path("users/", views.users, name="users"),
    path("users/add/", views.add_user, name="add_user"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/password/", views.reset_password, name="reset_password"),
    path("users/<int:pk>/disable/", views.disable_user, name="disable_user"),
    path("users/<int:pk>/enable/", views.enable_user, name="enable_user"),
]
