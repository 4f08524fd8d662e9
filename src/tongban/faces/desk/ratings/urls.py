"""Addresses of the ratings at the desk."""

from django.urls import path

from tongban.faces.desk.ratings import figures, mending, views

urlpatterns = [
    path("desk/ratings", views.listed, name="ratings"),
    path("desk/ratings/figures", figures.figures, name="rating-figures"),
    path("desk/ratings/figures.csv", figures.exported, name="rating-figures-csv"),
    path("desk/ratings/hotline", views.hotline, name="rating-hotline"),
    path("desk/ratings/<int:pk>", views.one, name="rating"),
    path("desk/ratings/<int:pk>/exclude", views.exclude, name="rating-exclude"),
    path("desk/ratings/exclusions/<int:pk>/<str:act>", views.decide, name="rating-exclusion"),
    path("rectifications/<str:number>/<str:move>", mending.move, name="rectification-move"),
]
