"""The addresses of portal/account."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
