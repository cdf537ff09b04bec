"""The addresses of desk/queue."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
