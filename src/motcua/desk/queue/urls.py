"""The addresses of desk/queue."""

from django.urls import URLPattern, path

from motcua.desk.queue import console, hall

app_name = "queue"
urlpatterns: list[URLPattern] = [
    path("queue/", console.counters, name="home"),
    path("queue/counter/<uuid:uid>/", console.counter, name="counter"),
    path("queue/figures/", console.figures, name="figures"),
    path("queue/<uuid:desk>/kiosk/", hall.kiosk, name="kiosk"),
    path("queue/<uuid:desk>/hall/", hall.display, name="display"),
    path("queue/ticket/<uuid:uid>/", hall.ticket, name="ticket"),
]
