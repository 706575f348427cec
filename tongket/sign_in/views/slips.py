"""A password by the code of a slip: for whoever signs in for the first time, or has forgotten it (S-43)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongket.core import clock
from tongket.org import access, actions, saving
from tongket.org.models import Account, AuditRow
from tongket.pages.forms import posted, run_if_posted
from tongket.sign_in import actions as own
from tongket.sign_in import devices
from tongket.sign_in.forms import SlipForm
from tongket.sign_in.log import record

SHUT = "slip:{}"


@require_http_methods(["GET", "POST"])
@access.policy(access.ANYONE)
@sensitive_post_parameters("code", "password", "again")
def slip(request: HttpRequest) -> HttpResponse:
    """The page of the slip; five wrong codes for one login shut it for that login for a while (S-44)."""
    form = SlipForm(*posted(request), initial={"login": request.GET.get("login", "")})
    account = run_if_posted(request, form, lambda: _use(form))
    if account is None:
        status = 422 if form.is_bound else 200
        return render(request, "sign_in/slip.html", {"form": form}, status=status)
    messages.success(request, _("Your password is set. Now sign in with it."))
    response = redirect(f"{reverse('account_login')}?{urlencode({'login': account.username})}")
    devices.know(request, response, account.username)
    return response


def _use(form: SlipForm) -> Account:
    typed = form.cleaned_data
    door = SHUT.format(typed["login"].strip().lower())
    if own.is_shut(door):
        raise ValidationError(_("Too many wrong codes: wait 15 minutes, then try again."))
    try:
        with saving.durable():
            account = actions.use_slip(typed["login"], typed["code"], typed["password"], on=clock.today())
            own.forget_failures(door)
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):  # not the password's fault
            with saving.durable():
                own.count_failure(door)
                record("account.password", None, fields=["slip"], result=AuditRow.Result.REFUSED)
        raise
    return account
