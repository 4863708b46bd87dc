from django.urls import path

from titian.reports.views import desk, outlines, papers, replies, sections, versions

app_name = "reports"
urlpatterns = [
    path("", papers.papers, name="list"),
    path("weekly/", desk.weekly, name="weekly"),
    path("chronicle/", desk.chronicle, name="chronicle"),
    path("self-assessment/", desk.self_assessment, name="self_assessment"),
    path("start/", papers.start, name="start"),
    path("outlines/", outlines.outlines, name="outlines"),
    path("outlines/<int:pk>/<slug:verb>/", outlines.outline_act, name="outline_act"),
    path("<int:pk>/", papers.paper, name="paper"),
    path("replies/<int:pk>/", replies.reply_to, name="reply_to"),
    path("<int:pk>/head/", papers.head, name="head"),
    path("<int:pk>/step/<slug:verb>/", papers.step, name="step"),
    path("<int:pk>/freeze/", papers.freeze, name="freeze"),
    path("<int:pk>/revise/", papers.revise, name="revise"),
    path("<int:pk>/send/", papers.send, name="send"),
    path("<int:pk>/keep/", papers.keep, name="keep"),
    path("<int:pk>/download/", papers.download, name="download"),
    path("<int:pk>/outline/", outlines.copy, name="copy_outline"),
    path("<int:pk>/sections/add/", sections.add, name="add_section"),
    path("<int:pk>/sections/<int:section>/", sections.section, name="section"),
    path("<int:pk>/sections/<int:section>/preview/", sections.preview, name="preview"),
    path("<int:pk>/sections/<int:section>/assign/", sections.assign, name="assign"),
    path("<int:pk>/sections/<int:section>/return/", sections.return_, name="return"),
    path("<int:pk>/sections/<int:section>/act/<slug:verb>/", sections.act, name="act"),
    path("<int:pk>/versions/<int:version>/", versions.version, name="version"),
]
