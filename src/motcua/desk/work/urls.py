"""The addresses of desk/work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
