"""The addresses of portal/representation."""

from django.urls import URLPattern, path

from motcua.portal.representation import views

app_name = "representation"
urlpatterns: list[URLPattern] = [
    path("", views.powers, name="list"),
    path("<uuid:uid>/revoke/", views.revoke, name="revoke"),
]
