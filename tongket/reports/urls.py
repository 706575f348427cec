from django.urls import path

from tongket.reports import fill, form_file, sheet, views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/new/", views.ask, name="ask"),
    path("reports/<uuid:pk>/", views.record, name="record"),
    path("reports/<uuid:pk>/send/", fill.send, name="send"),
    path("reports/<uuid:pk>/draft/", fill.draft, name="draft"),
    path("reports/<uuid:pk>/file/", form_file.take_out, name="take_out"),
    path("reports/<uuid:pk>/file/new/", form_file.hand_in, name="hand_in"),
    path("reports/<uuid:pk>/act/", fill.act, name="act"),
    path("reports/<uuid:pk>/sum/", sheet.page, name="sum"),
    path("reports/<uuid:pk>/excuse/", views.excuse, name="excuse"),
    path("reports/<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("reports/<uuid:pk>/paper/", views.paper, name="paper"),
    path("reports/<uuid:pk>/return/", views.return_, name="return"),
    path("reports/<uuid:pk>/accept/", views.accept, name="accept"),
]
