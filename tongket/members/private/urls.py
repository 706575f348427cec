from django.urls import path

from tongket.members.private.views import acting, closing, own, restricted

urlpatterns = [
    path("members/me/", own.me, name="me"),
    path("members/me/ask/", own.ask, name="ask"),
    path("members/requests/", own.requests, name="requests"),
    path("members/requests/<uuid:pk>/", own.request_record, name="request"),
    path("members/requests/<uuid:pk>/withdraw/", own.withdraw, name="withdraw_request"),
    path("members/requests/<uuid:pk>/answer/", own.answer, name="answer"),
    path("members/closed/", closing.closed, name="closed"),
    path("members/checks/", closing.checks, name="checks"),
    path("members/checks/new/", closing.check, name="check"),
    path("members/<uuid:pk>/acting/", acting.let_act, name="let_act"),
    path("members/<uuid:pk>/ask/", acting.ask_for, name="ask_for"),
    path("members/checks/<uuid:pk>/correct/", closing.correct_check, name="correct_check"),
    path("members/checks/<uuid:pk>/withdraw/", closing.withdraw_check, name="withdraw_check"),
    path("members/<uuid:pk>/contact/", restricted.contact, name="contact"),
    path("members/<uuid:pk>/contact/correct/", restricted.contact_correct, name="contact_correct"),
    path("members/<uuid:pk>/contact/show/", restricted.contact_show, name="contact_show"),
    path("members/<uuid:pk>/restricted/", restricted.restricted, name="restricted"),
    path("members/<uuid:pk>/restricted/correct/", restricted.restrict, name="restrict"),
    path("members/<uuid:pk>/restricted/show/", restricted.reveal, name="reveal"),
    path("members/<uuid:pk>/restricted/erase/", closing.erase, name="erase"),
]
