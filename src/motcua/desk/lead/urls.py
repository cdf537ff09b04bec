"""The addresses of desk/lead."""

from django.urls import URLPattern, path

from motcua.desk.lead import absences, boards, delegations, evaluation

app_name = "lead"
urlpatterns: list[URLPattern] = [
    path("lead/", boards.home, name="home"),
    path("lead/units/<uuid:unit>/", boards.board, name="board"),
    path("lead/units/<uuid:unit>/proposals/", boards.proposals, name="proposals"),
    path("lead/units/<uuid:unit>/assign/", boards.assign, name="assign"),
    path("lead/units/<uuid:unit>/evaluation/", evaluation.sheet, name="evaluation"),
    path("lead/units/<uuid:unit>/evaluation/dossiers/", evaluation.dossiers, name="cases"),
    path(
        "lead/units/<uuid:unit>/evaluation/dossiers/<uuid:dossier>/",
        evaluation.entries,
        name="entries",
    ),
    path("lead/units/<uuid:unit>/evaluation/<str:kind>", evaluation.export, name="export"),
    path("lead/units/<uuid:unit>/signs/", evaluation.signs, name="signs"),
    path("lead/absences/", absences.mine, name="absences"),
    path("lead/units/<uuid:unit>/absences/", absences.of_unit, name="unit-absences"),
    path("lead/absences/<uuid:absence>/", absences.one, name="absence"),
    path("lead/delegations/", delegations.mine, name="delegations"),
    path("lead/units/<uuid:unit>/delegations/", delegations.register, name="register"),
    path("lead/units/<uuid:unit>/delegations/print/", delegations.printed, name="register-print"),
    path("lead/units/<uuid:unit>/delegations/grant/", delegations.grant, name="grant"),
    path("lead/delegations/<uuid:delegation>/", delegations.one, name="delegation"),
]
