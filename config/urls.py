"""Every room's addresses under its own name; the workbench is the root."""

from django.urls import include, path

urlpatterns = [
    path("", include("titian.home.urls")),
    path("accounts/", include("titian.accounts.urls")),
    path("journal/", include("titian.journal.urls")),
    path("places/", include("titian.places.urls")),
    path("jobs/", include("titian.jobs.urls")),
    path("files/", include("titian.files.urls")),
    path("exchange/", include("titian.exchange.urls")),
    path("figures/", include("titian.figures.urls")),
    path("registry/", include("titian.registry.urls")),
    path("policies/", include("titian.policies.urls")),
    path("reader/", include("titian.reader.urls")),
    path("rnd/", include("titian.rnd.urls")),
    path("ledgers/", include("titian.ledgers.urls")),
    path("reports/", include("titian.reports.urls")),
]

handler400 = "titian.base.views.unreadable"
handler403 = "titian.base.views.forbidden"
handler404 = "titian.base.views.missing"
handler500 = "titian.base.views.broken"
