"""The workbench is the root; search is everywhere in the bar."""

from django.urls import path

from titian.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("settings/", views.settings, name="settings"),
    path("settings/change/", views.change_settings, name="change_settings"),
]
