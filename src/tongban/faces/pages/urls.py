"""Addresses of the pages."""

from django.urls import path

from tongban.faces.pages import account, assets, papers, views

urlpatterns = [
    path("manner", views.manner, name="manner"),
    path("assets/<str:name>", assets.asset, name="asset"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("account/password", account.password, name="password"),
    path("acting-for", views.act_for, name="acting-for"),
    path("cases/<str:number>/why", views.why, name="why"),
    path("cases/<str:number>/attachments/<int:attachment>", views.attachment, name="attachment"),
    path("cases/<str:number>/papers/<str:name>", papers.paper, name="paper"),
    path("refusals/<int:pk>.<str:extension>", papers.refusal, name="refusal-paper"),
]
