from django.urls import path

from titian.exchange.views import batches, sheets

app_name = "exchange"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/rows/", batches.rows, name="rows"),
    path("batches/<int:pk>/marked/", batches.marked, name="marked"),
    path("batches/<int:pk>/map/", batches.map_heads, name="map"),
    path("batches/<int:pk>/apply/", batches.apply, name="apply"),
    path("batches/<int:pk>/undo/", batches.undo, name="undo"),
    path("batches/<int:pk>/drop/", batches.drop, name="drop"),
    path("<slug:register>/", sheets.import_page, name="import"),
    path("<slug:register>/template/", sheets.template, name="template"),
    path("<slug:register>/export/", sheets.export, name="export"),
]
