"""The addresses of desk/counter."""

from django.urls import URLPattern, path

from motcua.desk.counter import book, views

app_name = "counter"
urlpatterns: list[URLPattern] = [
    path("counter/", views.intake, name="home"),
    path("counter/taken/<uuid:uid>/", views.taken, name="taken"),
    path("counter/taken/<uuid:uid>/receipt.pdf", views.receipt, name="receipt"),
    path("counter/return/", book.give_back, name="return"),
    path("counter/book/", book.page, name="book"),
]
