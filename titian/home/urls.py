"""The workbench is the root; search is everywhere in the bar."""

from django.urls import path

from titian.home.views import calendar, gaps, handover, screens

app_name = "home"
urlpatterns = [
    path("", screens.index, name="index"),
    path("todos/", screens.waiting, name="waiting"),
    path("search/", screens.search, name="search"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/<int:pk>/", gaps.gap, name="gap"),
    path("handover/", handover.handovers, name="handovers"),
    path("handover/<int:pk>/", handover.handover, name="handover"),
    path("handover/<int:pk>/do/", handover.hand_over, name="hand_over"),
    path("settings/", screens.settings, name="settings"),
    path("settings/change/", screens.change_settings, name="change_settings"),
]
