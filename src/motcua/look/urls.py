"""The addresses of the look."""

from django.urls import URLPattern, path

from motcua.look import views

app_name = "look"
urlpatterns: list[URLPattern] = [
    path("", views.style_guide, name="guide"),
    path("theme", views.choose_theme, name="theme"),
]
