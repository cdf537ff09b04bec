"""The addresses of portal/account."""

from django.urls import URLPattern, path

from motcua.portal.account import acts, supplement, views

app_name = "account"
urlpatterns: list[URLPattern] = [
    path("my/", views.home, name="home"),
    path("my/dossiers/<uuid:uid>/", views.one, name="dossier"),
    path("my/dossiers/<uuid:uid>/files/<str:file>/", views.file, name="file"),
    path("my/dossiers/<uuid:uid>/supplement/", supplement.answer, name="supplement"),
    path("my/dossiers/<uuid:uid>/withdraw/", acts.take_back, name="withdraw"),
    path("my/dossiers/<uuid:uid>/rate/", acts.judge, name="rate"),
    path("my/dossiers/<uuid:uid>/complain/", acts.object_to, name="complain"),
    path("my/papers/", views.own, name="papers"),
    path("my/papers/<uuid:uid>/", views.own_file, name="paper"),
]
