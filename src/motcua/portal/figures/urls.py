"""The addresses of portal/figures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
