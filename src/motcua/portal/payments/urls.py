"""The addresses of portal/payments."""

from django.urls import URLPattern, path

from motcua.portal.payments import views

app_name = "payments"
urlpatterns: list[URLPattern] = [
    path("<uuid:dossier>/<uuid:payment>/", views.start, name="start"),
    path("order/<uuid:order>/", views.order, name="order"),
    path("return", views.come_back, name="return"),
    path("notify", views.notify, name="notify"),
]
"""``start``: the dossier's uid and the fee line's; ``order``: one attempt and how it stands."""
