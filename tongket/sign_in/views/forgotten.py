"""A new password by mail: asking for the link, and the page that it opens (S-43, S-44)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import clock
from tongket.org import access, saving
from tongket.org.actions import resets
from tongket.org.models import Account, AuditRow
from tongket.pages import mail, signed_in
from tongket.pages.forms import posted, run_if_posted
from tongket.sign_in.forms import ForgottenForm, NewPasswordForm
from tongket.sign_in.log import record

LINK = "password_reset"  # what the link held lies in the session, so that no address shows it any longer


@require_http_methods(["GET", "POST"])
@access.policy(access.ANYONE)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a mail with a link; where there is no mail, where to get a slip. One answer for any login name."""
    if not mail.is_set():
        return render(request, "sign_in/forgotten.html", {})
    form = ForgottenForm(*posted(request), initial={"login": request.GET.get("login", "")})
    if run_if_posted(request, form, lambda: _ask(request, form)) is None:
        return render(request, "sign_in/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)
    messages.success(
        request,
        _(
            "If this account exists and has an e-mail address, a mail is on its way. Its link works for 30 minutes. No "
            "mail comes? Ask the administrator of your office for a slip."
        ),
    )
    return redirect("account_login")


def _ask(request: HttpRequest, form: ForgottenForm) -> Any:
    try:
        with saving.durable():
            return resets.ask_for_reset(form.cleaned_data["login"], address=signed_in.address_of(request) or None)
    except ValidationError:
        with saving.durable():
            record("account.password", None, fields=["reset", "address"], result=AuditRow.Result.REFUSED)
        raise


@require_GET
@access.policy(access.ANYONE)
@sensitive_variables("code")
def open_link(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Take the link of the mail into the session; looking at it, as mail programs do, uses nothing up."""
    if resets.open_reset(str(pk), code) is None:
        return _too_late(request)
    request.session[LINK] = [str(pk), code]
    return redirect("sign_in:reset")


def _too_late(request: HttpRequest) -> HttpResponse:
    return render(request, "sign_in/reset.html", {"refusal": resets.too_late()}, status=403)


@require_http_methods(["GET", "POST"])
@access.policy(access.ANYONE)
@sensitive_post_parameters("password", "again")
@sensitive_variables("code")
def reset(request: HttpRequest) -> HttpResponse:
    """Choose the new password. Nobody is signed in by it: that takes the password, and the second step as ever."""
    key, code = request.session.get(LINK, ["", ""])
    if not key or resets.open_reset(key, code) is None:
        request.session.pop(LINK, None)
        return _too_late(request)
    form = NewPasswordForm(*posted(request))
    account = run_if_posted(request, form, lambda: _use(key, code, form))
    if account is None:
        return render(request, "sign_in/reset.html", {"form": form}, status=422 if form.is_bound else 200)
    request.session.pop(LINK, None)
    messages.success(request, _("Your password is set. Now sign in with it."))
    return redirect(f"{reverse('account_login')}?{urlencode({'login': account.username})}")


def _use(key: str, code: str, form: NewPasswordForm) -> Account:
    with saving.durable():
        return resets.use_reset(key, code, form.cleaned_data["password"], on=clock.today())
