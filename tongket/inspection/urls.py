from django.urls import path

from tongket.inspection import views

app_name = "inspection"
urlpatterns = [
    path("inspection/", views.programme, name="list"),
    path("inspection/new/", views.new, name="new"),
    path("inspection/items/", views.items, name="items"),
    path("inspection/items/<uuid:pk>/", views.item_record, name="item"),
    path("inspection/items/<uuid:pk>/start/", views.start, name="start"),
    path("inspection/items/<uuid:pk>/done/", views.carry_out, name="carry_out"),
    path("inspection/discipline/", views.discipline, name="discipline"),
    path("inspection/discipline/new/", views.decide, name="decide"),
    path("inspection/discipline/own/", views.own, name="own"),
    path("inspection/discipline/<uuid:pk>/", views.decision_record, name="decision"),
]
