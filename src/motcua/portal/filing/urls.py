"""The addresses of portal/filing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
