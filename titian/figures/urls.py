from django.urls import path

from titian.figures.views import catalogue, conflicts, counted, figures, listing, neighbours, shares, sheets, targets

app_name = "figures"
urlpatterns = [
    path("", listing.figures, name="list"),
    path("<int:pk>/", figures.figure, name="figure"),
    path("<int:pk>/correct/", figures.correct, name="correct"),
    path("<int:pk>/specify/", figures.specify, name="specify"),
    path("<int:pk>/withdraw/", figures.withdraw, name="withdraw"),
    path("enter/", figures.enter, name="enter"),
    path("approve/", figures.approve, name="approve"),
    path("approvals/<int:pk>/lift/", figures.lift, name="lift"),
    path("counted/<str:code>/", counted.counted, name="counted"),
    path("counted/<str:code>/rows/", counted.rows, name="rows"),
    path("counted/<str:code>/state/", counted.state, name="state_from_rows"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("board/", targets.board, name="board"),
    path("board/colours/", targets.colour_rule, name="colour_rule"),
    path("targets/import/", targets.import_targets, name="import_targets"),
    path("targets/template/", targets.target_template, name="target_template"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("legs/<int:pk>/decompose/", shares.decompose, name="decompose"),
    path("legs/<int:pk>/reallocate/", shares.reallocate, name="reallocate"),
    path("neighbours/", neighbours.neighbours, name="neighbours"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/upload/", sheets.upload_sheet, name="upload_sheet"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/map/", sheets.map_sheet, name="map_sheet"),
    path("sheets/<int:pk>/prefer/", sheets.prefer_sheet, name="prefer_sheet"),
    path("sheets/<int:pk>/download/", sheets.download_sheet, name="download_sheet"),
    path("sheets/<int:pk>/send/", sheets.send_sheet, name="send_sheet"),
    path("sheets/<int:pk>/discard/", sheets.discard_sheet, name="discard_sheet"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/add/", catalogue.add_indicator, name="add_indicator"),
]
