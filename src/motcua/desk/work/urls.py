"""The addresses of desk/work."""

from django.urls import URLPattern, path

from motcua.desk.work.views import dossier, worklist

app_name = "work"
urlpatterns: list[URLPattern] = [
    path("", worklist.home, name="home"),
    path("bulk", worklist.bulk, name="bulk"),
    path("outcome", worklist.outcome, name="outcome"),
    path("search", worklist.search, name="search"),
    path("next", worklist.following, name="next"),
    path("keys", worklist.keys, name="keys"),
    path("filters", worklist.keep_filter, name="keep-filter"),
    path("filters/<int:key>/delete", worklist.forget_filter, name="forget-filter"),
    path("dossiers/<uuid:uid>", dossier.dossier, name="dossier"),
    path("dossiers/<uuid:uid>/checks", dossier.check, name="check"),
    path("dossiers/<uuid:uid>/acts/<str:verb>", dossier.act, name="act"),
    path("dossiers/<uuid:uid>/acts/<str:verb>/<uuid:task>", dossier.act, name="act-on"),
    path("dossiers/<uuid:uid>/sign", dossier.sign, name="sign"),
    path("dossiers/<uuid:uid>/preview", dossier.preview, name="preview"),
    path("dossiers/<uuid:uid>/files/<uuid:file>", dossier.file, name="file"),
    path("dossiers/<uuid:uid>/slip", dossier.slip, name="slip"),
    path("dossiers/<uuid:uid>/proofs/<int:seq>.json", dossier.proof, name="proof"),
]
