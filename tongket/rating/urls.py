from django.urls import path

from tongket.rating.views import deciding, earlier, levels, recorded, self_reviews

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
    path("rating/self-reviews/", self_reviews.self_review_list, name="self_reviews"),
    path("rating/self-reviews/<uuid:pk>/", self_reviews.self_review, name="self_review"),
    path("rating/self-reviews/<uuid:pk>/word/", self_reviews.word, name="self_review_word"),
    path("rating/self-reviews/<uuid:pk>/write/", self_reviews.write, name="write_self_review"),
    path("rating/self-reviews/<uuid:pk>/hand-in/", self_reviews.hand_in, name="hand_in_self_review"),
    path("rating/self-reviews/<uuid:pk>/take-back/", self_reviews.take_back, name="take_back_self_review"),
    path("rating/self-reviews/<uuid:pk>/on-paper/", self_reviews.receive_on_paper, name="self_review_on_paper"),
    path("rating/self-reviews/<uuid:pk>/withdraw/", self_reviews.withdraw_paper, name="withdraw_self_review_paper"),
    path("rating/mass/", recorded.mass, name="mass"),
    path("rating/mass/new/", recorded.mass_new, name="mass_new"),
    path("rating/titles/", recorded.titles, name="titles"),
    path("rating/titles/new/", recorded.title_new, name="title_new"),
    path("rating/<uuid:pk>/", levels.record, name="record"),
    path("rating/<uuid:pk>/again/", levels.again, name="again"),
]
