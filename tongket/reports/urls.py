from django.urls import path

from tongket.reports import fill, form_editing, form_file, form_views, sheet, views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/new/", views.ask, name="ask"),
    path("reports/forms/", form_views.form_list, name="forms"),
    path("reports/forms/new/", form_views.new_form, name="new_form"),
    path("reports/forms/<uuid:pk>/", form_views.record, name="form"),
    path("reports/forms/<uuid:pk>/version/", form_views.new_version, name="new_version"),
    path("reports/forms/<uuid:pk>/correct/", form_views.correct_form, name="correct_form"),
    path("reports/forms/<uuid:pk>/end/", form_views.end_form, name="end_form"),
    path("reports/forms/<uuid:pk>/drop/", form_views.drop_form, name="drop_form"),
    path("reports/forms/<uuid:pk>/keep/", form_views.take_over, name="take_over"),
    path("reports/forms/<uuid:pk>/figures/new/", form_editing.add_figures, name="add_figures"),
    path("reports/forms/<uuid:pk>/fields/new/", form_editing.add_field, name="add_field"),
    path("reports/forms/<uuid:pk>/fields/<str:key>/", form_editing.change_field, name="change_field"),
    path("reports/forms/<uuid:pk>/fields/<str:key>/drop/", form_editing.drop_field, name="drop_field"),
    path("reports/forms/<uuid:pk>/checks/new/<str:rule>/", form_editing.add_check, name="add_check"),
    path("reports/forms/<uuid:pk>/checks/<int:number>/", form_editing.change_check, name="change_check"),
    path("reports/forms/<uuid:pk>/checks/<int:number>/drop/", form_editing.drop_check, name="drop_check"),
    path("reports/<uuid:pk>/", views.record, name="record"),
    path("reports/<uuid:pk>/send/", fill.send, name="send"),
    path("reports/<uuid:pk>/take-back/", views.take_back, name="take_back"),
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
