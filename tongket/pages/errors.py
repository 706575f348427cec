"""Refusals and faults as pages that say why, and what to do."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.core.states import WrongState
from tongket.org import access
from tongket.org.saving import Conflict
from tongket.pages import request_numbers
from tongket.pages.menu import domain_names

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What an error page says."""

    title: str
    text: str
    advice: str = ""
    next_url: str = ""
    next_label: str = ""


def page(request: HttpRequest, code: int, words: Words) -> HttpResponse:
    context = {
        "code": code,
        "title": words.title,
        "text": words.text,
        "advice": words.advice,
        "next_url": words.next_url,
        "next_label": words.next_label,
        "reference": "" if code < 500 else request_numbers.number.get(),
        "back_url": "/",
    }
    if code >= 500:
        log.error("fault at %s", request.path)
    return render(request, "web/error.html", context, status=code)


def not_allowed(refusal: access.NotAllowed) -> Words:
    policy = access.POLICIES.get(refusal.verb)
    whom = domain_names(policy.grants) if policy else ""
    return Words(
        title=_("You do not have this right"),
        text=str(refusal),
        advice=_("This right belongs to: %(whom)s. Ask the secretary of your unit if you need it.") % {"whom": whom}
        if whom
        else "",
    )


def fence_closed(refusal: access.FenceClosed, request: HttpRequest) -> Words:
    return Words(
        title=_("Please confirm that it is you"),
        text=_("%(refusal)s These records need a second factor and a sign-in of the last 15 minutes.")
        % {"refusal": refusal},
        advice=_("Sign in again with your second factor, then open the page once more. This refusal has been logged."),
        next_url=f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}",
        next_label=_("Confirm"),
    )


def wrong_state(refusal: WrongState | Conflict) -> Words:
    return Words(
        title=_("This is no longer possible"),
        text=str(refusal),
        advice=_("Somebody may have been faster. Go back, load the page again and look at its state."),
    )


def key_reused() -> Words:
    return Words(
        title=_("This form was already sent with other contents"),
        text=_("The same form came twice, and the second time it said something else. Nothing was changed."),
        advice=_("Open the form anew and enter what is to be changed."),
    )


def invalid(refusal: ValidationError) -> Words:
    return Words(
        title=_("This cannot be done"),
        text=" ".join(refusal.messages),
        advice=_("Nothing was changed. Go back and correct it."),
    )


def too_many_files(most: int, until: str) -> Words:
    return Words(
        title=_("Too many files"),
        text=_("You have downloaded %(most)s files within the last hour, which is as many as one may.")
        % {"most": most},
        advice=_("Try again at %(until)s. This refusal has been logged.") % {"until": until},
    )


def too_often(refusal: Exception) -> Words:
    return Words(
        title=_("Too often"),
        text=str(refusal),
        advice=_("What you typed is not lost: go back and send it again then. This refusal has been logged."),
    )


def no_person() -> Words:
    return Words(
        title=_("This account belongs to nobody"),
        text=_("The account is not joined to a person, so it may not see anything."),
        advice=_("Ask the system operator to join it to a person."),
    )


def not_found() -> Words:
    return Words(
        title=_("Not found"),
        text=_("The page does not exist, or it is not for you."),
        advice=_("Check the address, or start from the menu."),
    )


def conflict(request: HttpRequest, clash: Conflict) -> HttpResponse:
    """Two texts side by side, where there was no form to show them in; just the refusal where nothing was typed."""
    entered = [name for name in clash.mine if name in request.POST]
    if not entered:
        return page(request, 409, wrong_state(clash))
    labels = {name: str(getattr(clash.row._meta.get_field(name), "verbose_name", name)) for name in entered}
    return render(
        request,
        "web/conflict.html",
        {
            "title": _("Somebody else was faster"),
            "text": str(clash),
            "mine": [{"label": labels[name], "text": in_words(clash.row, name, clash.mine[name])} for name in labels],
            "theirs": [{"label": labels[name], "text": in_words(clash.row, name)} for name in labels],
            "back_url": request.path,
        },
        status=409,
    )


OF_ROW = object()


def in_words(row: Model, name: str, value: Any = OF_ROW) -> str:
    """The value of a field as a reader knows it: the one of the row, else another that it might have."""
    if value is OF_ROW:
        value = getattr(row, name)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return dates.dmy(value)
    fields: dict[str, Any] = {field.name: field for field in row._meta.concrete_fields}
    choices = fields[name].flatchoices if name in fields else ()  # a name may stand in the row of the person
    return str(dict(choices).get(value, value))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = Words(
        title=_("The page was open for too long"),
        text=_("For your safety the form was not taken, because its seal is missing or no longer valid."),
        advice=_("Load the page again and send the form once more."),
    )
    return page(request, 403, words)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        400,
        Words(_("The request is not understood"), _("Something in the address or the form is not as it should be.")),
    )


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404, not_found())


def at_fault() -> Words:
    return Words(
        title=_("Something went wrong here"),
        text=_("The fault is ours and has been logged. Nothing was saved by this step."),
        advice=_("Try again; if it happens again, tell the system operator the number below."),
    )


def fault(request: HttpRequest) -> HttpResponse:
    return page(request, 500, at_fault())
