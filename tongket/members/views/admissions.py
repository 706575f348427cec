"""The admissions, and what an officer does with one."""

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members import actions, queries
from tongket.members.forms import AdmissionForm, CancelForm, CeremonyForm
from tongket.members.models import Admission
from tongket.members.pages import ROLL, cell_form
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_unit, by_words, by_year
from tongket.pages.listing import Listing
from tongket.pages.request import Request

WITHOUT, HELD = "none", "held"


def _ceremony(row: Admission, deadlines: queries.Deadlines, request: Request) -> Cell:
    is_late = deadlines.is_late(row, request.today)
    if row.ceremony_on is not None:
        day = dates.dmy(row.ceremony_on)
        return Cell(_("%(day)s, late") % {"day": day}, state="warn") if is_late else Cell(day)
    if not row.member.is_on_roll:
        return Cell("–")
    return Cell(_("overdue") if is_late else _("not held yet"), state="bad" if is_late else "info")


@require_GET
@access.policy("member.read")
def admissions(request: Request) -> HttpResponse:
    rows = access.scope(Admission.objects.all(), request.person, "member.read", on=request.today)
    deadlines = queries.Deadlines()
    new = main_button(request, "member.admit", _("Record an admission"), "members:new")
    listing: Listing[Admission] = Listing(
        title=_("Admissions"),
        verb="member.read",
        columns=[
            text("member__name", _("Full name"), order=("member__name_order",), phone="title"),
            unit(_("Cell")),
            text("decision_number", _("Decision"), key="number", order=()),
            day("decided_on", _("Date of the decision"), phone="figure"),
            Column(
                "ceremony",
                _("Ceremony"),
                lambda row: _ceremony(row, deadlines, request),
                ("ceremony_on",),
                phone="state",
            ),
        ],
        filters=[
            by_words("member__name_fold", _("Full name")),
            by_year("decided_on"),
            by_unit(),
            Filter(
                "ceremony",
                _("Ceremony"),
                lambda rows, value: rows.filter(ceremony_on__isnull=value == WITHOUT),
                options=lambda request: [(WITHOUT, _("not recorded yet")), (HELD, _("recorded"))],
            ),
        ],
        order=("-decided_on", "member__name_order"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=new,
        empty_text=_("No admission has been recorded yet."),
    )
    return listing.respond(request, rows.select_related("member__person", "unit__place"))


# --- Deeds -----------------------------------------------------------------------------------------------------------

ADMISSIONS = Rows(
    query=lambda: Admission.objects.select_related("member__person", "unit__place"),
    crumbs=ROLL,
    name=lambda admission: admission.member.name,
    subtitle=lambda admission: admission.unit.place.name,
)


def _recorded(admission: Admission) -> str:
    names = {"name": admission.member.name, "unit": admission.unit.place.name}
    return _("The admission of %(name)s to %(unit)s was recorded.") % names


def _late_ceremony(admission: Admission) -> list[str]:
    held_on = admission.ceremony_on
    if held_on is None or not queries.Deadlines().is_late(admission, held_on):
        return []
    return [_("The ceremony is later than the deadline: the superior has to consent.")]


@deed(
    "members:new",
    verb="member.admit",
    form=cell_form(AdmissionForm, lambda request: {name: request.GET.get(name) for name in ("unit", "decided_on")}),
    title=gettext_lazy("Record an admission"),
    label=gettext_lazy("Record"),
    note=gettext_lazy(
        "Enter what the decision says. The member joins the roll of the cell on the day of the decision."
    ),
    crumbs=ROLL,
    done=_recorded,
    warnings=_late_ceremony,
)
def new(data: Data, who: Who) -> Admission:
    return actions.admit(**data, **who)


def _decision(admission: Admission) -> str:
    return f"{admission.decision_number}, {dates.dmy(admission.decided_on)}"


@deed(
    "members:ceremony",
    verb="member.admit",
    row=replace(ADMISSIONS, subtitle=_decision),
    form=CeremonyForm,
    title=gettext_lazy("Record the ceremony"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The ceremony was recorded."),
)
def ceremony(admission: Admission, data: Data, who: Who) -> Admission:
    return actions.record_ceremony(admission, **data, **who)


@deed(
    "members:cancel",
    verb="member.admit",
    row=ADMISSIONS,
    form=CancelForm,
    title=gettext_lazy("Take back the admission"),
    label=gettext_lazy("Take back"),
    note=gettext_lazy("For an entry made by a slip: the member disappears from the roll and from the figures."),
    done=lambda name: _("The admission of %(name)s was taken back.") % {"name": name},
    to=lambda _name: reverse("members:admissions"),
    is_danger=True,
)
def cancel(admission: Admission, data: Data, who: Who) -> str:
    name = admission.member.name
    actions.cancel_admission(admission, **data, **who)
    return name
