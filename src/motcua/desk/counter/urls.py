"""The addresses of desk/counter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
