from django.urls import path

from tongket.regulations.views import calendar, in_force, papers, texts, values

app_name = "regulations"
urlpatterns = [
    path("regulations/", texts.regulation_list, name="list"),
    path("regulations/<uuid:pk>/", texts.record, name="record"),
    path("regulations/new/", texts.new_text, name="new_text"),
    path("regulations/<uuid:pk>/correct/", texts.correct_text, name="correct_text"),
    path("regulations/<uuid:pk>/parameter/", texts.parameter, name="parameter"),
    path("regulations/<uuid:pk>/withdraw/", texts.withdraw_text, name="withdraw_text"),
    path("admin/rules/", in_force.which, name="in_force"),
    path("admin/rules/<slug:code>/set/", in_force.set_value, name="set_value"),
    path("admin/papers/", papers.papers_list, name="papers"),
    path("admin/papers/<slug:code>/", papers.paper, name="paper"),
    path("admin/papers/<slug:code>/sample/", papers.paper_sample, name="paper_sample"),
    path("admin/papers/<slug:code>/names/", papers.paper_names, name="paper_names"),
    path("admin/papers/<slug:code>/place/", papers.paper_place, name="paper_place"),
    path("admin/papers/<slug:code>/recipients/", papers.paper_recipients, name="paper_recipients"),
    path("admin/papers/<slug:code>/signer/", papers.paper_signer, name="paper_signer"),
    path("admin/calendar/", calendar.calendars, name="calendars"),
    path("admin/calendar/<slug:code>/<year:year>/", calendar.year_calendar, name="calendar"),
    path("admin/calendar/<slug:code>/move/", calendar.move_day, name="move_day"),
    path("admin/workdays/", calendar.days_off, name="workdays"),
    path("admin/workdays/<slug:code>/swap/", calendar.swap, name="swap"),
    path("admin/values/<uuid:pk>/", values.value, name="value"),
    path("admin/values/<uuid:pk>/correct/", values.correct_value, name="correct_value"),
    path("admin/values/<uuid:pk>/end/", values.end_value, name="end_value"),
    path("admin/values/<uuid:pk>/withdraw/", values.withdraw_value, name="withdraw_value"),
]
