from django.urls import path

from tongket.directives import receipts, views

app_name = "directives"
urlpatterns = [
    path("directives/", views.directive_list, name="list"),
    path("directives/new/", views.new, name="new"),
    path("directives/units/", receipts.receipt_list, name="receipts"),
    path("directives/units/<uuid:pk>/", receipts.receipt, name="receipt"),
    path("directives/units/<uuid:pk>/study/", receipts.study, name="study"),
    path("directives/units/<uuid:pk>/programme/", receipts.programme, name="programme"),
    path("directives/<uuid:pk>/", views.record, name="record"),
    path("directives/<uuid:pk>/pass-on/", views.pass_on, name="pass_on"),
]
