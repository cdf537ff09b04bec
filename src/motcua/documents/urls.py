"""Addresses of the public page; the printed papers name them, so they never change."""

from django.urls import path

from motcua.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.check, name="check"),
    path("<str:code>", views.show, name="show"),
]
