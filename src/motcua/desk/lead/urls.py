"""The addresses of desk/lead."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
