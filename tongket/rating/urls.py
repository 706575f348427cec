from django.urls import path

from tongket.rating.views import deciding, earlier, levels, recorded

app_name = "rating"
urlpatterns = [
    path("rating/", levels.rating_list, name="list"),
    path("rating/members/", deciding.members, name="members"),
    path("rating/organisations/", deciding.organisations, name="organisations"),
    path("rating/earlier/new/", earlier.new_sheet, name="new_sheet"),
    path("rating/earlier/template/", earlier.sheet_template, name="sheet_template"),
    path("rating/earlier/member/", earlier.earlier_member, name="earlier_member"),
    path("rating/earlier/unit/", earlier.earlier_unit, name="earlier_unit"),
    path("rating/earlier/<uuid:pk>/", earlier.sheet, name="sheet"),
    path("rating/earlier/<uuid:pk>/answer/", earlier.answer_sheet, name="answer_sheet"),
    path("rating/earlier/<uuid:pk>/save/", earlier.save_sheet, name="save_sheet"),
    path("rating/earlier/<uuid:pk>/undo/", earlier.undo_sheet, name="undo_sheet"),
    path("rating/earlier/<uuid:pk>/discard/", earlier.discard_sheet, name="discard_sheet"),
    path("rating/mass/", recorded.mass, name="mass"),
    path("rating/mass/new/", recorded.mass_new, name="mass_new"),
    path("rating/titles/", recorded.titles, name="titles"),
    path("rating/titles/new/", recorded.title_new, name="title_new"),
    path("rating/<uuid:pk>/", levels.record, name="record"),
    path("rating/<uuid:pk>/again/", levels.again, name="again"),
]
