"""The addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.portal.finding.urls")),
    path("", include("motcua.portal.filing.urls")),
    path("", include("motcua.portal.account.urls")),
    path("", include("motcua.portal.figures.urls")),
    path("payments/", include("motcua.portal.payments.urls")),
    path("inbox/", include("motcua.portal.inbox.urls")),
    path("my/representation/", include("motcua.portal.representation.urls")),
]
