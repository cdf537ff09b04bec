"""The addresses of portal/finding."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
