"""Addresses of regions."""

from django.urls import path

from titian.places import views

app_name = "places"
urlpatterns = [
    path("", views.regions, name="list"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.region, name="region"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/take-back-name/", views.take_back_name, name="take_back_name"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/abolish/", views.abolish, name="abolish"),
    path("<int:pk>/reinstate/", views.reinstate, name="reinstate"),
    path("<int:pk>/base/", views.state_base, name="state_base"),
]
