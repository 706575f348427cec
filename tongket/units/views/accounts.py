"""What an administrator does with accounts: make, lock, give slips on paper, end sessions (S-43 … S-45)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tongket.core import dates
from tongket.org import access, actions
from tongket.org.models import Account, Office, OfficeTerm, Person, WithdrawnAccount
from tongket.org.queries import people as queries
from tongket.pages import once
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.forms import ReasonForm, posted
from tongket.pages.request import Request
from tongket.units.forms.people import AccountForm, AddPersonForm, NameForm, PersonOfficeForm

TITLE = gettext_lazy("People and rights")
CRUMBS = [(gettext_lazy("Administration"), "units:administration"), (TITLE, "units:people")]
PEOPLE: Rows[Person] = Rows(
    query=lambda: Person.objects.select_related("account__unit__place"),
    crumbs=CRUMBS,
    name=lambda person: person.full_name,
    subtitle=lambda _person: "",
    url=lambda person: reverse("units:person", args=[person.pk]),
)


def _person_url(account: Account) -> str:
    return reverse("units:person", args=[account.person_id])


ACCOUNTS: Rows[Account] = Rows(
    query=lambda: Account.objects.select_related("person", "unit__place"),
    crumbs=CRUMBS,
    name=lambda account: str(account.person),
    subtitle=lambda account: account.username,
    lookup={"pk": "person__pk"},
    url=_person_url,
)


def _account_form(request: Request, person: Person) -> AccountForm:
    initial = {"login": queries.proposed_login(person), "unit": queries.unit_code(person, on=request.today)}
    return AccountForm(request.person, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:make_account",
    verb="account.write",
    row=PEOPLE,
    form=_account_form,
    title=gettext_lazy("Make an account"),
    label=gettext_lazy("Make the account"),
    note=gettext_lazy("An account alone gives no right. Next you print the slip with which the holder signs in first."),
    done=gettext_lazy("The account was made. Print its slip now and hand it over."),
    to=_person_url,
)
def make_account(person: Person, data: Data, who: Who) -> Account:
    return actions.make_account(person, data["login"], unit=data["unit"], **who)


def _add_form(request: Request, _row: None) -> AddPersonForm:
    return AddPersonForm(
        request.person, posted(request)[0], on=request.today, initial={"unit": request.GET.get("unit")}
    )


@deed(
    "units:add_person",
    verb="account.write",
    form=_add_form,
    title=gettext_lazy("Add a person"),
    label=gettext_lazy("Make the account"),
    note=gettext_lazy(
        "Whoever is known by that name, from the roll or by an office, is shown before anything is made."
    ),
    done=gettext_lazy("The account was made. Print its slip now and hand it over."),
    to=_person_url,
    crumbs=CRUMBS,
)
def add_person(data: Data, who: Who) -> Account:
    return actions.add_with_account(**data, **who)


def _office_form(request: Request, _person: Person) -> PersonOfficeForm:
    return PersonOfficeForm(request.person, posted(request)[0], on=request.today)


@deed(
    "units:person_office",
    verb="office.write",
    row=PEOPLE,
    form=_office_form,
    title=gettext_lazy("Record an office"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The office was recorded. Rights are given apart."),
    to=lambda term: PEOPLE.url(term.person) if PEOPLE.url else "",
)
def person_office(person: Person, data: Data, who: Who) -> OfficeTerm:
    data["office"] = Office(data["office"])
    return actions.take_office(person, **data, **who)


@deed(
    "units:lock_account",
    verb="account.write",
    row=ACCOUNTS,
    form=ReasonForm,
    title=gettext_lazy("Lock the account"),
    label=gettext_lazy("Lock"),
    note=gettext_lazy("Nobody can sign in with it any more, and whoever is signed in is signed out now."),
    done=gettext_lazy("The account is locked."),
    to=_person_url,
    is_danger=True,
)
def lock_account(account: Account, data: Data, who: Who) -> Account:
    actions.lock(account, **data, **who)
    return account


@deed(
    "units:withdraw_account",
    verb="account.write",
    row=ACCOUNTS,
    form=ReasonForm,
    title=gettext_lazy("Withdraw the account"),
    label=gettext_lazy("Withdraw the account"),
    note=gettext_lazy(
        "For an account made for the wrong person or by mistake, with which nobody has signed in. It goes, its slip is "
        "void, its login name is free again; that it was there is kept with the reason."
    ),
    done=gettext_lazy("The account is withdrawn, and its login name is free again."),
    to=lambda kept: reverse("units:person", args=[kept.person_id]),
    is_danger=True,
)
def withdraw_account(account: Account, data: Data, who: Who) -> WithdrawnAccount:
    return actions.withdraw_account(account, **data, **who)


@deed(
    "units:correct_name",
    verb="person.write",
    row=PEOPLE,
    form=NameForm,
    initial=lambda _request, person: {"full_name": person.full_name},
    title=gettext_lazy("Correct the name"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("Of a person who is no member. The name before stays visible on this page."),
    done=gettext_lazy("The name was corrected."),
    to=lambda person: reverse("units:person", args=[person.pk]),
)
def correct_name(person: Person, data: Data, who: Who) -> Person:
    return actions.correct_name(person, **data, **who)


@deed(
    "units:unlock_account",
    verb="account.write",
    row=ACCOUNTS,
    title=gettext_lazy("Unlock the account"),
    confirm=gettext_lazy("Let the holder sign in again?"),
    done=gettext_lazy("The account is open again."),
    to=_person_url,
)
def unlock_account(account: Account, data: Data, who: Who) -> Account:
    actions.unlock(account, **who)
    return account


@deed(
    "units:reset_factor",
    verb="account.write",
    row=ACCOUNTS,
    title=gettext_lazy("Remove the second step"),
    confirm=gettext_lazy("The telephone or key was lost? The holder is signed out and sets up another one."),
    done=gettext_lazy("The second step was removed; the holder sets it up again at the next sign-in."),
    warnings=lambda account: (
        [] if account.has_usable_password() else [_("The password was short and went with it: print a new slip.")]
    ),
    to=_person_url,
    is_danger=True,
)
def reset_factor(account: Account, data: Data, who: Who) -> Account:
    actions.reset_factor(account, **who)
    return account


@deed(
    "units:end_sessions",
    verb="account.write",
    row=ACCOUNTS,
    title=gettext_lazy("End all sessions"),
    confirm=gettext_lazy("The holder is signed out on every device. Go on?"),
    done=gettext_lazy("All sessions of the account ended."),
    to=_person_url,
)
def end_sessions(account: Account, data: Data, who: Who) -> Account:
    actions.end_sessions(account, **who)
    return account


# --- Slips -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintedSlip:
    """A slip as it is printed. title: for what; code: for the paper alone."""

    title: str
    unit: str
    name: str
    login: str
    code: str
    valid_until: str


@require_POST
@access.policy("account.write")
@once.saves
def slip(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A new code for a person, on a page made for printing; the code is kept nowhere and an earlier one is void."""
    account = ACCOUNTS.find(request, "account.write", pk=pk)
    return slips_page(request, [new_slip(request, account)], back_url=_person_url(account))


def new_slip(request: Request, account: Account) -> PrintedSlip:
    code = actions.make_slip(account, **who(request))
    made = queries.open_slip(account)
    assert made is not None
    return PrintedSlip(
        title=_("Slip for the first sign-in") if made.purpose == "activation" else _("Slip for a new password"),
        unit=account.unit.place.name if account.unit else "",
        name=str(account.person),
        login=account.username,
        code=code,
        valid_until=_until(made.valid_until),
    )


def _until(at: datetime) -> str:
    return dates.moment(at)


def slips_page(request: Request, slips: Iterable[PrintedSlip], *, back_url: str, back_label: str = "") -> HttpResponse:
    address = request.build_absolute_uri(resolve_url(settings.LOGIN_URL))
    context: dict[str, Any] = {"slips": list(slips), "address": address, "back_url": back_url}
    context["back_label"] = back_label or _("Back")
    return render(request, "web/slips.html", context)
