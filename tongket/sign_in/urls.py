from django.urls import path

from tongket.sign_in.views import factors, forgotten, own, providing, slips

app_name = "sign_in"
urlpatterns = [
    path("slip/", slips.slip, name="slip"),
    path("forgotten/", forgotten.forgotten, name="forgotten"),
    path("reset/", forgotten.reset, name="reset"),
    path("reset/<uuid:pk>/<str:code>/", forgotten.open_link, name="open_link"),
    path("sign-in/provider/", providing.begin, name="provider"),
    path("sign-in/provider/back/", providing.back, name="provider_back"),
    path("account/", own.account, name="account"),
    path("account/provider/link/", providing.link, name="link_provider"),
    path("account/provider/unlink/", providing.unlink, name="unlink_provider"),
    path("account/sessions/end-others/", own.end_others, name="end_others"),
    path("account/sessions/<uuid:pk>/end/", own.end_session, name="end_session"),
    path("account/two-step/", factors.two_step, name="two_step"),
    path("account/two-step/app/", factors.app, name="app"),
    path("account/two-step/app/picture.svg", factors.app_picture, name="app_picture"),
    path("account/two-step/passkey/", factors.passkey, name="passkey"),
    path("account/two-step/codes/", factors.new_codes, name="new_codes"),
    path("account/two-step/<slug:key>/remove/", factors.remove, name="remove"),
]
