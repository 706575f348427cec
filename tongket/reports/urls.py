from django.urls import path

from tongket.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/new/", views.ask, name="ask"),
    path("reports/<uuid:pk>/", views.record, name="record"),
    path("reports/<uuid:pk>/send/", views.send, name="send"),
    path("reports/<uuid:pk>/paper/", views.paper, name="paper"),
    path("reports/<uuid:pk>/return/", views.return_, name="return"),
    path("reports/<uuid:pk>/accept/", views.accept, name="accept"),
]
