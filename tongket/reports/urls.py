from django.urls import path

from tongket.reports.views import editing, files, fill, forms, reports, sums

app_name = "reports"
urlpatterns = [
    path("reports/", reports.report_list, name="list"),
    path("reports/new/", reports.ask, name="ask"),
    path("reports/forms/", forms.form_list, name="forms"),
    path("reports/forms/new/", forms.new_form, name="new_form"),
    path("reports/forms/<uuid:pk>/", forms.record, name="form"),
    path("reports/forms/<uuid:pk>/version/", forms.new_version, name="new_version"),
    path("reports/forms/<uuid:pk>/correct/", forms.correct_form, name="correct_form"),
    path("reports/forms/<uuid:pk>/owe/", forms.owe_form, name="owe_form"),
    path("reports/forms/<uuid:pk>/end/", forms.end_form, name="end_form"),
    path("reports/forms/<uuid:pk>/drop/", forms.drop_form, name="drop_form"),
    path("reports/forms/<uuid:pk>/keep/", forms.take_over, name="take_over"),
    path("reports/forms/<uuid:pk>/figures/new/", editing.add_figures, name="add_figures"),
    path("reports/forms/<uuid:pk>/fields/new/", editing.add_field, name="add_field"),
    path("reports/forms/<uuid:pk>/fields/<str:key>/", editing.change_field, name="change_field"),
    path("reports/forms/<uuid:pk>/fields/<str:key>/drop/", editing.drop_field, name="drop_field"),
    path("reports/forms/<uuid:pk>/checks/new/<str:rule>/", editing.add_check, name="add_check"),
    path("reports/forms/<uuid:pk>/checks/<number:number>/", editing.change_check, name="change_check"),
    path("reports/forms/<uuid:pk>/checks/<number:number>/drop/", editing.drop_check, name="drop_check"),
    path("reports/<uuid:pk>/", reports.record, name="record"),
    path("reports/<uuid:pk>/send/", fill.send, name="send"),
    path("reports/<uuid:pk>/take-back/", reports.take_back, name="take_back"),
    path("reports/<uuid:pk>/draft/", fill.draft, name="draft"),
    path("reports/<uuid:pk>/file/", files.take_out, name="take_out"),
    path("reports/<uuid:pk>/file/new/", files.hand_in, name="hand_in"),
    path("reports/<uuid:pk>/act/", fill.act, name="act"),
    path("reports/<uuid:pk>/sum/", sums.sum_sheet, name="sum"),
    path("reports/<uuid:pk>/excuse/", reports.excuse, name="excuse"),
    path("reports/<uuid:pk>/reopen/", reports.reopen, name="reopen"),
    path("reports/<uuid:pk>/paper/", reports.paper, name="paper"),
    path("reports/<uuid:pk>/return/", reports.return_, name="return"),
    path("reports/<uuid:pk>/accept/", reports.accept, name="accept"),
]
