"""Addresses of blocked matters at the desk; the page of one is reached by the door parties and staff share."""

from django.urls import path

from tongban.faces.desk.blocked import casepage, intake, lists, mending, refusals

urlpatterns = [
    path("desk/blocked", lists.listed, name="blocked-list"),
    path("desk/blocked/new", intake.new, name="blocked-intake"),
    path("desk/refusals/new", refusals.new, name="refusal-new"),
    path("refusals/<int:pk>", refusals.copy, name="refusal"),
    path("cases/<str:number>/blocked/<str:move>", casepage.move, name="blocked-move"),
    path("cases/<str:number>/mending/<str:move>", mending.move, name="item-mending-move"),
]
