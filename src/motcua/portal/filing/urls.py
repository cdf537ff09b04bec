"""The addresses of portal/filing."""

from django.urls import URLPattern, path

from motcua.portal.filing.views import check, papers, questions, start

app_name = "filing"
urlpatterns: list[URLPattern] = [
    path("filing/", start.start, name="start"),
    path("filing/start/<str:code>/", start.start, name="start"),
    path("filing/<uuid:uid>/", start.resume, name="resume"),
    path("filing/<uuid:uid>/place/", start.place, name="place"),
    path("filing/<uuid:uid>/questions/<int:number>/", questions.questions, name="questions"),
    path("filing/<uuid:uid>/papers/", papers.papers, name="papers"),
    path("filing/<uuid:uid>/papers/<slug:component>/", papers.paper, name="paper"),
    path("filing/<uuid:uid>/files/<str:file>/", papers.file, name="file"),
    path("filing/<uuid:uid>/check/", check.check, name="check"),
    path("filing/<uuid:uid>/sent/", check.sent, name="sent"),
]
