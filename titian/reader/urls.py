from django.urls import path

from titian.reader.views import accepting, draft, listing, number, reading

app_name = "reader"
urlpatterns = [
    path("", listing.readings, name="list"),
    path("upload/", listing.upload, name="upload"),
    path("draft/", draft.draft, name="draft"),
    path("<int:pk>/", reading.reading, name="reading"),
    path("<int:pk>/numbers/<int:offset>/", number.number, name="number"),
    path("<int:pk>/accept/", accepting.accept, name="accept"),
    path("<int:pk>/forget/", reading.forget, name="forget"),
    path("<int:pk>/labels/", reading.labels, name="labels"),
]
