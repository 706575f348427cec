from django.urls import path

from tongket.inspection.views import discipline, items, programme

app_name = "inspection"
urlpatterns = [
    path("inspection/", programme.programme, name="list"),
    path("inspection/new/", programme.new, name="new"),
    path("inspection/items/", programme.items, name="items"),
    path("inspection/items/case/", programme.new_case, name="new_case"),
    path("inspection/items/<uuid:pk>/", items.item_record, name="item"),
    path("inspection/items/<uuid:pk>/correct/", items.correct_item, name="correct_item"),
    path("inspection/items/<uuid:pk>/withdraw/", items.withdraw_item, name="withdraw_item"),
    path("inspection/items/<uuid:pk>/start/", items.start, name="start"),
    path("inspection/items/<uuid:pk>/extend/", items.extend, name="extend"),
    path("inspection/items/<uuid:pk>/postpone/", items.postpone, name="postpone"),
    path("inspection/items/<uuid:pk>/drop/", items.drop, name="drop"),
    path("inspection/items/<uuid:pk>/take-up/", items.take_up, name="take_up"),
    path("inspection/items/<uuid:pk>/done/", items.carry_out, name="carry_out"),
    path("inspection/items/<uuid:pk>/parties/", items.name_party, name="name_party"),
    path("inspection/parties/<uuid:pk>/withdraw/", items.withdraw_party, name="withdraw_party"),
    path("inspection/items/<uuid:pk>/team/", items.name_team_member, name="name_team_member"),
    path("inspection/team/<uuid:pk>/withdraw/", items.withdraw_team_member, name="withdraw_team_member"),
    path("inspection/discipline/", discipline.discipline, name="discipline"),
    path("inspection/discipline/new/", discipline.decide, name="decide"),
    path("inspection/discipline/own/", discipline.own, name="own"),
    path("inspection/discipline/<uuid:pk>/", discipline.decision_record, name="decision"),
]
