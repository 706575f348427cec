from django.urls import path

from tongket.review.views import outline, review

app_name = "review"
urlpatterns = [
    path("review/<slug:code>/<year:year>/", review.review, name="review"),
    path("review/<slug:code>/<year:year>/figures/<slug:key>/", review.frozen, name="frozen"),
    path("review/<slug:code>/<year:year>/begin/", review.begin, name="begin"),
    path("review/<slug:code>/<year:year>/details/", review.details, name="details"),
    path("review/<slug:code>/<year:year>/text/<str:section>/", review.text, name="text"),
    path("review/<slug:code>/<year:year>/submit/", review.submit, name="submit"),
    path("review/<slug:code>/<year:year>/return/", review.return_, name="return"),
    path("review/<slug:code>/<year:year>/approve/", review.approve, name="approve"),
    path("review/<slug:code>/<year:year>/correct/", review.correct, name="correct"),
    path("review/<slug:code>/<year:year>/word/", review.word, name="word"),
    path("review/<slug:code>/<year:year>/json/", review.json, name="json"),
    path("admin/outline/", outline.outlines, name="outlines"),
    path("review/<slug:code>/<year:year>/outline/", outline.outline, name="outline"),
    path("review/<slug:code>/<year:year>/outline/order/", outline.order, name="outline_order"),
    path("review/<slug:code>/<year:year>/outline/<str:section>/", outline.section, name="outline_section"),
]
