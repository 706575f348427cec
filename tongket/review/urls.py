from django.urls import path

from tongket.review import views

app_name = "review"
urlpatterns = [
    path("review/<slug:code>/<year:year>/", views.review, name="review"),
    path("review/<slug:code>/<year:year>/figures/<slug:key>/", views.frozen, name="frozen"),
    path("review/<slug:code>/<year:year>/begin/", views.begin, name="begin"),
    path("review/<slug:code>/<year:year>/details/", views.details, name="details"),
    path("review/<slug:code>/<year:year>/text/<str:section>/", views.text, name="text"),
    path("review/<slug:code>/<year:year>/submit/", views.submit, name="submit"),
    path("review/<slug:code>/<year:year>/return/", views.return_, name="return"),
    path("review/<slug:code>/<year:year>/approve/", views.approve, name="approve"),
    path("review/<slug:code>/<year:year>/correct/", views.correct, name="correct"),
    path("review/<slug:code>/<year:year>/word/", views.word, name="word"),
    path("review/<slug:code>/<year:year>/json/", views.json, name="json"),
    path("admin/outline/", views.outlines, name="outlines"),
    path("review/<slug:code>/<year:year>/outline/", views.outline, name="outline"),
    path("review/<slug:code>/<year:year>/outline/<str:section>/", views.outline_section, name="outline_section"),
]
