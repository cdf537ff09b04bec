"""The addresses of desk/publishing."""

from django.urls import URLPattern, path

from motcua.desk.publishing import views

app_name = "publishing"
urlpatterns: list[URLPattern] = [
    path("publishing/", views.folders, name="folders"),
    path("publishing/<slug:folder>/", views.one, name="one"),
]
