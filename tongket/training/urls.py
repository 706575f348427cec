from django.urls import path

from tongket.training.views import classes, learners, schools

app_name = "training"
urlpatterns = [
    path("training/", classes.class_list, name="list"),
    path("training/new/", classes.new, name="new"),
    path("training/learners/", learners.learner_list, name="learners"),
    path("training/learners/<uuid:pk>/", learners.learner, name="learner"),
    path("training/learners/<uuid:pk>/correct/", learners.correct_learner, name="correct_learner"),
    path("training/learners/<uuid:pk>/withdraw/", learners.withdraw_learner, name="withdraw_learner"),
    path("training/schools/", schools.school_list, name="schools"),
    path("training/schools/new/", schools.new_school, name="new_school"),
    path("training/schools/<uuid:pk>/", schools.school, name="school"),
    path("training/schools/<uuid:pk>/correct/", schools.correct_school, name="correct_school"),
    path("training/schools/<uuid:pk>/withdraw/", schools.withdraw_school, name="withdraw_school"),
    path("training/sessions/<uuid:pk>/correct/", classes.correct_session, name="correct_session"),
    path("training/sessions/<uuid:pk>/withdraw/", classes.withdraw_session, name="withdraw_session"),
    path("training/<uuid:pk>/", classes.record, name="record"),
    path("training/<uuid:pk>/correct/", classes.correct, name="correct"),
    path("training/<uuid:pk>/withdraw/", classes.withdraw, name="withdraw"),
    path("training/<uuid:pk>/sessions/new/", classes.new_session, name="new_session"),
    path("training/<uuid:pk>/under/", learners.under, name="under"),
    path("training/<uuid:pk>/pick/", learners.pick, name="pick"),
    path("training/<uuid:pk>/add/", learners.add, name="add"),
    path("training/<uuid:pk>/results/", learners.results, name="results"),
    path("training/<uuid:pk>/certify/", learners.certify, name="certify"),
]
