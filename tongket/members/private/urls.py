from django.urls import path

from tongket.members.private import closing_views, views

urlpatterns = [
    path("members/me/", views.me, name="me"),
    path("members/me/ask/", views.ask, name="ask"),
    path("members/requests/", views.requests, name="requests"),
    path("members/requests/<uuid:pk>/", views.request_record, name="request"),
    path("members/requests/<uuid:pk>/withdraw/", views.withdraw, name="withdraw_request"),
    path("members/requests/<uuid:pk>/answer/", views.answer, name="answer"),
    path("members/closed/", closing_views.closed, name="closed"),
    path("members/checks/", closing_views.checks, name="checks"),
    path("members/checks/new/", closing_views.check, name="check"),
    path("members/<uuid:pk>/contact/", views.contact, name="contact"),
    path("members/<uuid:pk>/contact/correct/", views.contact_correct, name="contact_correct"),
    path("members/<uuid:pk>/contact/show/", views.contact_show, name="contact_show"),
    path("members/<uuid:pk>/restricted/", views.restricted, name="restricted"),
    path("members/<uuid:pk>/restricted/correct/", views.restrict, name="restrict"),
    path("members/<uuid:pk>/restricted/show/", views.reveal, name="reveal"),
    path("members/<uuid:pk>/restricted/erase/", closing_views.erase, name="erase"),
]
