"""Addresses of the journal."""

from django.urls import path

from titian.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.index, name="index"),
    path("check/", views.check, name="check"),
    path("<int:sequence>/", views.entry, name="entry"),
]
