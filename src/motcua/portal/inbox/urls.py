"""The addresses of portal/inbox."""

from django.urls import URLPattern, path

from motcua.portal.inbox import views

app_name = "inbox"
urlpatterns: list[URLPattern] = [
    path("", views.messages, name="list"),
    path("officer/", views.messages_of_officer, name="officer"),
    path("preferences/", views.preferences, name="preferences"),
]
