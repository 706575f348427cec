"""“My account”: how one signs in, from which devices, and the sessions that go on."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.org import access, actions, saving
from tongket.org.models import Account, Session
from tongket.pages import signed_in
from tongket.pages.forms import posted, run_if_posted
from tongket.pages.request import Request
from tongket.sign_in import provider, queries
from tongket.sign_in.forms import ChangePasswordForm
from tongket.sign_in.rules import device_name


def account_of(request: Request) -> Account:
    account = request.user
    assert isinstance(account, Account), "the gate lets nobody else through"
    return account


@require_GET
@access.policy(access.SIGNED_IN)
def account(request: Request) -> HttpResponse:
    own = account_of(request)
    factors = [
        {
            "key": queries.public_key(factor),
            "is_app": factor.type == "totp",
            "name": _("App for codes on the phone") if factor.type == "totp" else str(factor.wrap().name),
            "added": dates.moment(factor.created_at),
            "used": dates.moment(factor.last_used_at) if factor.last_used_at else "",
        }
        for factor in queries.factors(own)
    ]
    context = {
        "account": own,
        "last_login": dates.moment(own.last_login) if own.last_login else "",
        "factors": factors,
        "has_app": any(factor["is_app"] for factor in factors),
        "codes_left": queries.codes_left(own) if factors else 0,
        "sessions": [_shown(session, request) for session in queries.sessions(own)],
        "must_have": signed_in.needs_second_factor(request),
        **_linked(own),
    }
    return render(request, "sign_in/account.html", context)


def _linked(own: Account) -> dict[str, Any]:
    """What the account is linked to at the identity provider, and was before."""
    identities = list(queries.identities(own))
    return {
        "provider": provider.name() if provider.is_set() or identities else "",
        "may_link": provider.is_set(),
        "linked": next(((row.subject, dates.moment(row.linked_at)) for row in identities if not row.unlinked_at), None),
        "unlinked": [
            {
                "subject": row.subject,
                "linked": dates.moment(row.linked_at),
                "unlinked": dates.moment(row.unlinked_at),
                "by": str(row.unlinked_by or ""),
            }
            for row in identities
            if row.unlinked_at
        ],
    }


def _shown(session: Session, request: Request) -> dict[str, Any]:
    return {
        "id": session.public_id,
        "device": device_name(session.device),
        "address": session.address or "",
        "started": dates.moment(session.started_at),
        "seen": dates.moment(session.seen_at),
        "is_this": session.session_key == request.session.session_key,
    }


@require_POST
@access.policy(access.SIGNED_IN)
def end_session(request: Request, pk: uuid.UUID) -> HttpResponse:
    session = queries.sessions(account_of(request)).filter(public_id=pk).first()
    if session is None:
        raise Http404
    with saving.durable():
        actions.end_session(session, by=request.person, on=request.today)
    messages.success(request, _("The session has ended: that device has to sign in again."))
    return redirect("sign_in:account")


@require_POST
@access.policy(access.SIGNED_IN)
def end_others(request: Request) -> HttpResponse:
    key = request.session.session_key or ""
    with saving.durable():
        actions.end_sessions(account_of(request), by=request.person, on=request.today, keep=key)
    messages.success(request, _("All other sessions have ended."))
    return redirect("sign_in:account")


@require_http_methods(["GET", "POST"])
@access.policy(access.SIGNED_IN)
@sensitive_post_parameters("old", "password", "again")
def change_password(request: Request) -> HttpResponse:
    """A new password in place of the old one; all other sessions end (S-45)."""
    form = ChangePasswordForm(*posted(request))
    own = account_of(request)
    if run_if_posted(request, form, lambda: _change(request, own, form)) is None:
        context = {"form": form, "is_too_short": own.is_password_short and not signed_in.has_second_factor(request)}
        return render(request, "sign_in/password.html", context, status=422 if form.is_bound else 200)
    messages.success(request, _("Your password is changed. Other devices have to sign in again."))
    return redirect("sign_in:account")


def _change(request: Request, own: Account, form: ChangePasswordForm) -> bool:
    typed = form.cleaned_data
    if not get_adapter(request).reauthenticate(own, typed["old"]):
        raise ValidationError({"old": _("This is not your password.")})
    with saving.durable():
        actions.change_password(own, typed["password"], keep=request.session.session_key or "", on=request.today)
    update_session_auth_hash(request, own)
    return True
