"""Who reads, asks for, sends, returns and accepts periodic reports (docs/reference/rights.md)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import dates, numbers
from tongket.core.periods import PeriodKind, periods_of
from tongket.org import access, corrections, frozen, seams
from tongket.org.access import ALL, OWN, TREE, UNDER, declare
from tongket.org.models import Opening, Unit
from tongket.pages import administration, due, menu, setting_up
from tongket.pages.reminders import matters
from tongket.regulations import calendar as working_year
from tongket.reports import calendar, queries
from tongket.reports.actions import handover
from tongket.reports.models import Correction, Form, Report, ReportBatch
from tongket.reports.rules import State

declare(
    "report.read",
    gettext_lazy("read reports"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE, "act_unit": OWN},
)
declare(
    "report.collect",
    gettext_lazy("ask for reports, and record those that came on paper"),
    data_class="D1",
    writes=True,
    grants={"office": TREE},
)
declare(
    "report.send",
    gettext_lazy("send the reports of one's own unit"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": OWN, "office": OWN},
)
declare(
    "report.act",
    gettext_lazy("enter a report for a unit below that has no device"),
    data_class="D1",
    writes=True,
    grants={"act_unit": OWN},
)
declare(
    "report.accept",
    gettext_lazy("return or accept the reports of the units below"),
    data_class="D1",
    writes=True,
    grants={"lead_committee": UNDER, "office": UNDER},
)

declare(
    "form.read",
    gettext_lazy("read what the forms of reports ask for"),
    data_class="D1",
    grants={"lead_cell": ALL, "lead_committee": ALL, "office": ALL, "org": ALL, "insp": ALL},
)
declare(
    "form.write",
    gettext_lazy("make forms of reports and their versions"),
    data_class="D1",
    writes=True,
    grants={"office": OWN},
)

administration.add(
    gettext_lazy("Forms of reports"),
    gettext_lazy("What each report asks for, who owes it, and how many days after the period it is due."),
    "reports:forms",
    "form.write",
    group="rules",
    order=30,
)
menu.add(gettext_lazy("Reports"), "reports:list", "report.read", group="year", order=130, icon="send")

SOON = timedelta(days=30)
LATE = matters.add(
    matters.Matter(
        name="reports",
        read="report.read",
        act="report.send",
        model=Report,
        related=("form",),
        late=lambda on: Q(state__in=[State.DUE, State.RETURNED], due_on__lt=on),
        due_field="due_on",
        title=lambda report: f"{report.form.name} · {report.the_period.label()}",
    )
)
MOST_ITEMS = 20


@due.source
def reports_to_send(person: Any, on: date) -> Iterator[due.DueItem]:
    """Reports of the person's own unit that are due within a month, missing or returned."""
    rows = access.scope(Report.objects.all(), person, "report.send", on=on)
    waiting = rows.filter(state__in=[State.DUE, State.RETURNED], due_on__lte=on + SOON)
    for report in waiting.select_related("form", "unit__place").order_by("due_on")[:MOST_ITEMS]:
        reason = ""
        if report.state == State.RETURNED:
            note = report.note or ", ".join(report.remarks.values())
            reason = _("Returned: %(note)s") % {"note": note}
        yield due.DueItem(
            title=f"{report.form.name} · {report.the_period.label()}",
            text=" · ".join(part for part in (report.unit.place.short_name, reason) if part),
            due_on=report.due_on,
            action_label=_("Fill in and send"),
            action_url=reverse("reports:send", args=[report.pk]),
            about=LATE.key(report),
        )


@due.source
def reports_to_accept(person: Any, on: date) -> Iterator[due.DueItem]:
    """One item for all reports from below that wait to be accepted."""
    rows = access.scope(Report.objects.all(), person, "report.accept", on=on)
    number = rows.filter(state=State.SENT).count()
    if number:
        yield due.DueItem(
            title=ngettext("%(n)s report waits to be accepted", "%(n)s reports wait to be accepted", number)
            % {"n": numbers.number(number)},
            text=_("Sent by the units below."),
            due_on=None,
            action_label=_("Look at them"),
            action_url=reverse("reports:received"),
        )


def _forms(opening: Opening, on: date) -> setting_up.State:
    forms = list(Form.objects.filter(until_on=None).order_by("code"))  # unscoped: names of forms, for who sets up
    names = ", ".join(form.name for form in forms)
    is_asked = Report.objects.exists()  # unscoped: whether there is any
    words = (
        _("%(names)s; reports have been asked for") if is_asked else _("%(names)s; no report has been asked for yet")
    )
    return setting_up.State(words % {"names": names}, is_done=is_asked)


setting_up.add(
    "forms",
    gettext_lazy("Report forms and due days"),
    gettext_lazy("Two forms come with the system: take them over, change them, ask the units for the first report."),
    "reports:forms",
    "form.write",
    order=70,
    state=_forms,
    also=["reports:ask", "reports:form", "reports:new_form", "reports:take_over"],
    lists=["reports:list"],
)


@working_year.source
def due_days(unit: Unit, year: int) -> Iterator[working_year.YearDay]:
    """When the reports for the periods of a year are due, by the forms that the unit has to do with (R-REP-01)."""
    place = unit.place
    above = Q(unit__isnull=True) | Q(unit__place__pos__lte=place.pos, unit__place__last__gte=place.last)
    for form in Form.objects.filter(above).order_by("code", "from_on"):  # unscoped: forms that bind the unit
        for period in periods_of(PeriodKind(form.cadence), year):
            if form.holds_on(period.last):
                label = f"{form.name}, {period.label()}"
                usual = calendar.due_on(period, form.due_days)
                yield working_year.YearDay(calendar.calendar_key(form, period), label, usual)


@frozen.source
def sent_reports(unit: Unit, days: Collection[date]) -> Iterator[frozen.Issued]:
    """The reports of a unit that were sent for a period with one of the days and asked for counted figures."""
    if not days:
        return
    sent = Report.objects.filter(  # unscoped: named to who may correct a record of the unit
        unit=unit, state__in=[State.SENT, State.ACCEPTED], due_on__gte=min(days)
    )
    for report in sent.select_related("form").order_by("due_on"):
        period = report.the_period
        if report.sent_on is not None and report.form.keys and any(period.first <= day <= period.last for day in days):
            about = {"form": report.form.name, "period": period.label(), "day": dates.dmy(report.sent_on)}
            yield frozen.Issued(_("%(form)s %(period)s, sent on %(day)s") % about, is_final=False)


seams.goes_along(
    seams.GoesAlong(
        name="reports",
        label=gettext_lazy("Reports owed"),
        note=gettext_lazy("They are owed no more from that day; the unit that takes over reports for itself."),
        order=5,
        can_end=True,
        things=queries.reports_to_excuse,
        hand_over=handover.excuse_owed,
        is_choice=False,
    )
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Form, ["reports:correct_form"], ["reports:drop_form"])
corrections.add(
    Report, ["reports:correct", "reports:take_back", "reports:reopen"], ["reports:withdraw", "reports:excuse"]
)
corrections.add(Correction, because="itself a dated correction; a slip in it is corrected by the next one")
corrections.add(ReportBatch, because="one deed on many reports, which are put right each by themselves")
