"""Setting up the second step of signing in: an app for codes, a passkey, recovery codes (S-43)."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.org import access, saving
from tongket.org.models import Account
from tongket.pages import signed_in
from tongket.pages.forms import posted, run_if_posted
from tongket.pages.request import Request
from tongket.sign_in import actions, queries
from tongket.sign_in.forms import AppForm, PasskeyForm
from tongket.sign_in.rules import device_name, in_groups
from tongket.sign_in.views.own import account_of

SECRET = "two_step_secret"  # noqa: S105 - the name of a place in the session


def ask_again(request: Request) -> HttpResponse | None:
    """The way to the password, or the second step, once more, where the last one is long ago."""
    if signed_in.is_fresh(request):
        return None
    name = "mfa_reauthenticate" if queries.has_app(account_of(request)) else "account_reauthenticate"
    back = request.path if request.method == "GET" else reverse("sign_in:account")
    return redirect(f"{reverse(name)}?{urlencode({'next': back})}")


@require_GET
@access.policy(access.SIGNED_IN)
def two_step(request: Request) -> HttpResponse:
    """Where everybody is led who must have a second step and has taken none."""
    own = account_of(request)
    if queries.factors(own) and not signed_in.has_second_factor(request):  # it is there: only take it
        name = "mfa_reauthenticate" if queries.has_app(own) else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(name)}?next=/")
    context = {"must_have": signed_in.needs_second_factor(request) and not signed_in.has_second_factor(request)}
    return render(request, "sign_in/two_step.html", context)


@require_http_methods(["GET", "POST"])
@access.policy(access.SIGNED_IN)
def app(request: Request) -> HttpResponse:
    """An app for codes: scan the picture, type the code that it shows."""
    own = account_of(request)
    if (first := ask_again(request)) is not None:
        return first
    if queries.has_app(own):
        messages.info(request, _("The app for codes is set up already."))
        return redirect("sign_in:account")
    if SECRET not in request.session:
        request.session[SECRET] = generate_totp_secret()
    secret: str = request.session[SECRET]
    form = AppForm(*posted(request))
    codes = run_if_posted(request, form, lambda: _activate(own, secret, form, request))
    if codes is None:
        context = {"form": form, "secret": in_groups(secret)}
        return render(request, "sign_in/app.html", context, status=422 if form.is_bound else 200)
    del request.session[SECRET]
    return _done(request, own, Authenticator.Type.TOTP, codes)


def _activate(own: Account, secret: str, form: AppForm, request: Request) -> list[str]:
    door = f"code:{own.pk}"
    if actions.is_shut(door):
        raise ValidationError({"code": _("Too many wrong codes: wait 15 minutes, then try again.")})
    try:
        with saving.durable():
            return actions.activate_app(own, secret, form.cleaned_data["code"], on=request.today)
    except ValidationError:
        with saving.durable():
            actions.count_failure(door)
        raise


@require_GET
@access.policy(access.SIGNED_IN)
def app_picture(request: Request) -> HttpResponse:
    """The picture that the phone scans, for the set-up that has begun in this session."""
    secret = request.session.get(SECRET)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(account_of(request), secret))
    return HttpResponse(picture, content_type="image/svg+xml")


@require_http_methods(["GET", "POST"])
@access.policy(access.SIGNED_IN)
def passkey(request: Request) -> HttpResponse:
    """A passkey: the browser makes it, with the fingerprint or the number of the device."""
    own = account_of(request)
    if (first := ask_again(request)) is not None:
        return first
    if request.method == "POST":
        form = PasskeyForm(request.POST, user=own)
        if form.is_valid():
            with saving.durable():
                codes = actions.add_passkey(
                    own, form.cleaned_data["name"], form.cleaned_data["credential"], on=request.today
                )
            return _done(request, own, Authenticator.Type.WEBAUTHN, codes)
        status = 422
    else:
        form, status = PasskeyForm(user=own, initial={"name": device_name(request.headers.get("User-Agent", ""))}), 200
    context = {"form": form, "options": begin_registration(own, False)}
    return render(request, "sign_in/passkey.html", context, status=status)


def _done(request: Request, own: Account, kind: str, codes: list[str]) -> HttpResponse:
    """After a second step was set up: it counts for this session, which gets a new id; first codes are shown once."""
    factor = Authenticator.objects.filter(user=own, type=kind).latest("created_at")
    post_authentication(request, factor)
    request.session.cycle_key()
    messages.success(request, _("Two-step sign-in is set up."))
    return _show(request, codes) if codes else redirect("sign_in:account")


@require_POST
@access.policy(access.SIGNED_IN)
def new_codes(request: Request) -> HttpResponse:
    """New recovery codes, shown once."""
    if (first := ask_again(request)) is not None:
        return first
    with saving.durable():
        codes = actions.new_recovery_codes(account_of(request), on=request.today)
    return _show(request, codes)


def _show(request: Request, codes: list[str]) -> HttpResponse:
    context: dict[str, Any] = {"codes": codes, "account": account_of(request), "today": request.today}
    return render(request, "sign_in/codes.html", context)


@require_http_methods(["GET", "POST"])
@access.policy(access.SIGNED_IN)
def remove(request: Request, key: str) -> HttpResponse:
    """Remove a second step of one's own."""
    own = account_of(request)
    if (first := ask_again(request)) is not None:
        return first
    factor = next((factor for factor in queries.factors(own) if queries.public_key(factor) == key), None)
    if factor is None:
        raise Http404
    if request.method == "POST":
        try:
            with saving.durable():
                actions.remove_factor(own, factor.pk, on=request.today)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is removed."))
        return redirect("sign_in:account")
    return render(request, "sign_in/remove.html", {"factor": factor, "is_last": len(queries.factors(own)) == 1})
