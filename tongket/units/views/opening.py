"""The first run: a one-time address on which the first visitor names the organisation and two people; and the
confirmation by the secretary.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import clock, dates
from tongket.org import access, saving
from tongket.org.actions import founding
from tongket.org.actions.accounts import SLIP_IS_VALID
from tongket.org.models import Account, Opening
from tongket.pages import setting_up
from tongket.pages.buttons import Button
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import posted, run_on
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.units import queries
from tongket.units.forms.opening import ConfirmForm, FoundingForm
from tongket.units.views.accounts import PrintedSlip, slips_page


@never_cache
@require_http_methods(["GET", "POST"])
@access.policy(access.ANYONE)
def first_run(request: Request, token: str) -> HttpResponse:
    """Name the organisation and two people; afterwards the address leads nowhere (S-10)."""
    if not founding.is_open(token):
        raise Http404
    form = FoundingForm(posted(request)[0], on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            with saving.durable():
                slips = run_on(form, lambda: founding.found_office(token, **form.values, on=request.today))
        except founding.NotEmpty as late:
            raise Http404 from late
        if slips is not None:
            return _slips(request, slips)
    # 200 also with errors: the addresses of refusals are logged, and this one is a secret until it is used (S-34).
    return render(request, "units/founding.html", {"form": form, "sections": form.sections()})


def _slips(request: Request, slips: list[founding.FirstSlip]) -> HttpResponse:
    """The two slips, shown once: their codes are kept nowhere."""
    until = dates.moment(clock.now() + SLIP_IS_VALID)
    printed = [
        PrintedSlip(
            title=_("Slip for the first sign-in"),
            unit=slip.account.unit.place.name if slip.account.unit else "",
            name=str(slip.account.person),
            login=slip.account.username,
            code=slip.code,
            valid_until=until,
        )
        for slip in slips
    ]
    back_url = f"{reverse('sign_in:slip')}?{urlencode({'login': slips[0].account.username})}"
    words = _("Sign in with the slip of %(name)s") % {"name": slips[0].account.person}
    return slips_page(request, printed, back_url=back_url, back_label=words)


def _waiting(request: Request) -> Opening:
    """The opening that waits for this person's confirmation, or 404."""
    opening = queries.opening()
    if opening is None or opening.secretary_id != request.person.pk or opening.confirmed_at is not None:
        raise Http404
    return opening


def _confirm_form(request: Request, _row: None) -> ConfirmForm:
    opening = _waiting(request)
    form = ConfirmForm(*posted(request))
    assert opening.secretary_term is not None
    assert opening.unit is not None
    form.what_is_confirmed = _(
        "%(administrator)s entered at the first run that you hold the office of %(office)s of %(unit)s by decision"
        " %(decision)s. If that is right, confirm it: from then on you lead here. If not, do not confirm, and tell the"
        " administrator."
    ) % {
        "administrator": opening.administrator,
        "office": str(opening.secretary_term.get_office_display()).lower(),
        "unit": opening.unit.place.name,
        "decision": opening.secretary_term.decision,
    }
    return form


@deed(
    "units:confirm_lead",
    verb="founding.confirm",
    form=_confirm_form,
    title=gettext_lazy("Confirm your office"),
    label=gettext_lazy("I confirm it"),
    done=gettext_lazy("Confirmed: your leadership runs from today."),
    crumbs=[(gettext_lazy("My work"), "web:home")],
)
def confirm_lead(data: Data, who: Who) -> None:
    opening = queries.opening()
    assert opening is not None, "the form has found it"
    founding.confirm_lead(opening, **who)


# --- What was said at the first run ----------------------------------------------------------------------------------

CRUMBS = [(gettext_lazy("Setting up"), "units:setting_up")]


def _running() -> Opening:
    opening = setting_up.opening()
    if opening is None:
        raise Http404
    return opening


@require_GET
@access.policy("setup.write")
def organisation(request: Request) -> HttpResponse:
    """What was said of the organisation, and where it is put right."""
    opening = _running()
    unit = opening.unit
    assert unit is not None
    place = unit.place
    facts = [
        Fact(_("Name of the organisation"), place.name),
        Fact(_("Kind"), str(place.the_kind.label)),
        Fact(_("Code"), unit.code),
        Fact(_("Superior organisation"), opening.superior or "–"),
        Fact(_("Province or city"), opening.province),
        Fact(_("Place in the date line"), opening.place),
    ]
    buttons = [
        Button(_("Head and foot of its papers"), reverse("regulations:paper", args=[unit.code])),
        Button(_("Correct the unit"), reverse("units:correct_unit", args=[unit.code])),
    ]
    return Record(
        title=_("The organisation"),
        subtitle=place.name,
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
        buttons=buttons,
        sections=[Section(_("From the first run"), facts=facts)],
    ).respond(request)


@require_GET
@access.policy("setup.write")
def founders(request: Request) -> HttpResponse:
    """The two people of the first run, and whether they have come."""
    opening = _running()
    accounts = {
        account.person_id: account
        for account in Account.objects.filter(person__in=[opening.administrator, opening.secretary])
    }  # unscoped: the two of the first run, for who sets the system up
    facts = []
    for label, person in ((_("Administrator"), opening.administrator), (_("Secretary"), opening.secretary)):
        account = accounts.get(person.pk) if person else None
        came = account.last_login if account else None
        words = _("signed in on %(day)s") % {"day": dates.moment(came)} if came else _("has not signed in yet")
        state = "ok" if came else "warn"
        login = account.username if account else "–"
        facts.append(Fact(label, f"{person} · {login} · {words}", state=state))
    confirmed = opening.confirmed_at
    facts.append(
        Fact(
            _("Leadership of the secretary"),
            _("confirmed on %(day)s") % {"day": dates.moment(confirmed)} if confirmed else _("waits for the secretary"),
            state="ok" if confirmed else "warn",
        )
    )
    return Record(
        title=_("Administrator and secretary"),
        subtitle=opening.unit.place.name if opening.unit else "",
        crumbs=[(_("Setting up"), reverse("units:setting_up"))],
        buttons=[],
        sections=[Section(_("From the first run"), facts=facts)],
    ).respond(request)
