from django.urls import path

from titian.ledgers.packages import is_packaged
from titian.ledgers.views import (
    assessments,
    editing,
    funnel,
    index,
    instruments,
    parameters,
    paste,
    proposals,
    quick,
    row,
    rows,
    services,
    steps,
    tasks,
)

app_name = "ledgers"
# Ledgers that stand in the navigation by themselves: an entry there names an address without arguments.
ENTRIES = ("visits", "problems", "trainings", "supervision", "proposals")
urlpatterns = [
    path("", index.index, name="index"),
    path("areas/talent/", index.area, {"name": "talent"}, name="talent"),
    path("areas/funds/", index.area, {"name": "funds"}, name="funds"),
    path("firms/find/", quick.firms, name="firms"),
    *(path(f"{code}/", rows.rows, {"code": code}, name=code) for code in ENTRIES if is_packaged(code)),
    path("supervision/sheet/", tasks.sheet, name="task_sheet"),
    path("instruments/use/", instruments.use, name="instrument_use"),
    path("assessments/scoring/", assessments.scoring, name="scoring"),
    path("assessments/grade/", assessments.grade, name="grade"),
    path("platforms/stalled/", assessments.stalled, name="stalled"),
    path("commissioners/services/", services.load, name="service_load"),
    path("<slug:code>/", rows.rows, name="rows"),
    path("<slug:code>/parameters/", parameters.parameters, name="parameters"),
    path("<slug:code>/add/", editing.add, name="add"),
    path("<slug:code>/quick/", quick.quick, name="quick"),
    path("<slug:code>/paste/", paste.paste, name="paste"),
    path("<slug:code>/funnel/", funnel.funnel, name="funnel"),
    path("row/<int:pk>/", row.row, name="row"),
    path("row/<int:pk>/amend/", editing.amend, name="amend"),
    path("row/<int:pk>/evidence/", editing.evidence, name="evidence"),
    path("row/<int:pk>/remove/", editing.remove, name="remove"),
    path("row/<int:pk>/step/", steps.step, name="step"),
    path("row/<int:pk>/report/", steps.report, name="report"),
    path("row/<int:pk>/calendar/", instruments.calendar, name="calendar"),
    path("row/<int:pk>/decide/", assessments.decide, name="decide"),
    path("row/<int:pk>/feedback/", proposals.feedback, name="feedback"),
    path("row/<int:pk>/take_back/", steps.take_back, name="take_back"),
]
