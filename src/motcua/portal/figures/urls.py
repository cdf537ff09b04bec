"""The addresses of portal/figures."""

from django.urls import URLPattern, path

from motcua.portal.figures import views

app_name = "figures"
urlpatterns: list[URLPattern] = [
    path("figures/", views.figures, name="home"),
    path("figures.csv", views.as_csv, name="csv"),
    path("figures.json", views.as_json, name="json"),
]
