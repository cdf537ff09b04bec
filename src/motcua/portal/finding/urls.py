"""The addresses of portal/finding."""

from django.urls import URLPattern, path

from motcua.portal.finding import guide, tracking, views

app_name = "finding"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("procedures/<str:code>/", views.procedure, name="procedure"),
    path("procedures/<str:code>/guide/", guide.guide, name="guide"),
    path("track/", tracking.track, name="track"),
    path("track/<str:code>/", tracking.shown, name="tracked"),
]
