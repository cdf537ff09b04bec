"""The addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.desk.work.urls")),
    path("", include("motcua.desk.counter.urls")),
    path("", include("motcua.desk.lead.urls")),
    path("", include("motcua.desk.queue.urls")),
    path("", include("motcua.desk.publishing.urls")),
]
