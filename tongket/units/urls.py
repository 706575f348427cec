from django.urls import path

from tongket.units.views import accounts, administration, committees, people, structure, units

app_name = "units"
urlpatterns = [
    path("admin/", administration.index, name="administration"),
    path("admin/people/", people.people, name="people"),
    path("admin/people/new/", accounts.add_person, name="add_person"),
    path("admin/people/<uuid:pk>/office/", accounts.person_office, name="person_office"),
    path("admin/people/<uuid:pk>/", people.person, name="person"),
    path("admin/people/<uuid:pk>/account/", accounts.make_account, name="make_account"),
    path("admin/people/<uuid:pk>/slip/", accounts.slip, name="slip"),
    path("admin/people/<uuid:pk>/lock/", accounts.lock_account, name="lock_account"),
    path("admin/people/<uuid:pk>/unlock/", accounts.unlock_account, name="unlock_account"),
    path("admin/people/<uuid:pk>/factor/", accounts.reset_factor, name="reset_factor"),
    path("admin/people/<uuid:pk>/sessions/", accounts.end_sessions, name="end_sessions"),
    path("units/", units.units, name="units"),
    path("units/new/", structure.found, name="found"),
    path("units/on/", units.units_on, name="units_on"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("units/<slug:code>/rename/", structure.rename, name="rename"),
    path("units/<slug:code>/move/", structure.move, name="move"),
    path("units/<slug:code>/merge/", structure.merge, name="merge"),
    path("units/<slug:code>/dissolve/", structure.dissolve, name="dissolve"),
    path("units/<slug:code>/offices/new/", structure.take_office, name="take_office"),
    path("units/<slug:code>/offices/<uuid:pk>/end/", structure.leave_office, name="leave_office"),
    path("units/<slug:code>/offices/<uuid:pk>/correct/", committees.correct_seat, name="correct_seat"),
    path("units/<slug:code>/committees/", committees.committees, name="committees"),
    path("units/<slug:code>/committees/new/", committees.new_committee, name="new_committee"),
    path("units/<slug:code>/committees/<uuid:pk>/", committees.committee, name="committee"),
    path("units/<slug:code>/committees/<uuid:pk>/correct/", committees.correct_committee, name="correct_committee"),
    path("units/<slug:code>/committees/<uuid:pk>/seats/new/", committees.new_seat, name="new_seat"),
    path("units/<slug:code>/consents/new/", committees.new_consent, name="new_consent"),
    path("units/<slug:code>/official-code/", committees.official_code, name="official_code"),
    path("audit/", units.audit_log, name="audit"),
]
