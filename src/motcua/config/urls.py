"""The addresses of the province's site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from motcua.config import views
from motcua.config.api import api

# The back office is entered by the same door: rate limits and second factor included.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("v/", include("motcua.documents.urls")),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("look/", include("motcua.look.urls")),
    path("desk/", include("motcua.desk.urls")),
    path("", include("motcua.portal.urls")),
]
