"""Addresses of the window."""

from django.urls import path

from tongban.faces.desk.counter import agents, filing, handing, views

urlpatterns = [
    path("desk/counter", views.who, name="counter"),
    path("desk/counter/person", views.person, name="counter-person"),
    path("desk/counter/enterprise", views.enterprise, name="counter-enterprise"),
    path("desk/counter/handover", handing.waiting, name="counter-handover"),
    path("desk/counter/handover/<str:number>", handing.hand, name="counter-hand"),
    path("desk/counter/cases/<str:number>", filing.done, name="counter-done"),
    path("desk/counter/for/<str:who>", views.visitor, name="counter-visitor"),
    path("desk/counter/for/<str:who>/agent", agents.agent, name="counter-agent"),
    path("desk/counter/for/<str:who>/<str:code>", filing.form, name="counter-form"),
]
