"""What is done in the background: the list, one job, what an operator decides about those that failed (S-09, S-26)."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import clock, dates, numbers
from tongket.org import access, actions, jobs
from tongket.org.models import Job, JobState, Person, Worker
from tongket.pages.columns import Column, choice, number, text
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_choice, spoken
from tongket.pages.forms import ReasonForm
from tongket.pages.listing import Listing
from tongket.pages.models import Mail
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

TITLE = gettext_lazy("Background jobs")
CRUMBS = [(gettext_lazy("Administration"), "units:administration"), (TITLE, "units:jobs")]
JOBS: Rows[Job] = Rows(lambda: Job.objects.select_related("by", "unit__place"), crumbs=CRUMBS, name=jobs.label_of)
CHIPS = {
    JobState.WAITING: "info",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.DROPPED: "mut",
}
EVENTS = {
    "retried": gettext_lazy("did not succeed, tried again later"),
    "stopped": gettext_lazy("stopped in the middle"),
    "failed": gettext_lazy("failed"),
    "again": gettext_lazy("put into the queue again"),
    "dropped": gettext_lazy("given up"),
}
SHOWN_WORKERS = 5
LIST: Listing[Job] = Listing(
    title=TITLE,
    verb="job.read",
    columns=[
        Column("kind", gettext_lazy("Job"), jobs.label_of, ("kind",), phone="title"),
        Column("made", gettext_lazy("Asked for at"), lambda job: dates.moment(job.made_at), ("made_at",), phone="sub"),
        number("attempts", gettext_lazy("Attempts")),
        text("reason", gettext_lazy("Reason")),
        choice("state", gettext_lazy("State"), states=CHIPS, phone="state"),
    ],
    order=("-made_at",),
    url_of=lambda job: job.get_absolute_url(),
    empty_text=gettext_lazy("Nothing was left to be done in the background yet."),
    can_export=False,
)


def _kinds() -> list[tuple[str, Any]]:
    return sorted(((kind.name, kind.label) for kind in jobs.KINDS.values()), key=lambda pair: str(pair[1]))


@require_GET
@access.policy("job.read")
def job_list(request: Request) -> HttpResponse:
    """All jobs, with what does them said above."""
    rows = access.scope(Job.objects.all(), request.person, "job.read", on=request.today)
    kind = Filter("kind", _("Job"), lambda rows, value: rows.filter(kind=value), options=spoken(_kinds()))
    return LIST.respond(
        request,
        rows,
        note=worker_note(),
        filters=[by_choice("state", _("State"), JobState.choices), kind],
        crumbs=[(label, reverse(name)) for label, name in CRUMBS[:1]],
    )


def worker_note() -> str:
    """Who does the jobs now, and how many were lost in the last day."""
    now = clock.now()
    running = Worker.objects.filter(ended_at__isnull=True, seen_at__gt=now - jobs.ALIVE_FOR).order_by("started_at")
    if running:
        since = dates.moment(running[0].started_at)
        words = ngettext(
            "%(count)s worker is running, since %(since)s.", "%(count)s workers are running, since %(since)s.",
            len(running),
        ) % {"count": numbers.number(len(running)), "since": since}  # fmt: skip
    else:
        words = _("No worker is running: nothing is done until one is started (tongket work).")
    lost = Worker.objects.filter(is_lost=True, ended_at__gt=now - clock.DAY).order_by("-ended_at")
    if lost:
        ended = ngettext(
            "%(count)s was stopped in the last 24 hours, last at %(at)s; what it did was taken up again.",
            "%(count)s were stopped in the last 24 hours, last at %(at)s; what they did was taken up again.",
            len(lost),
        ) % {"count": numbers.number(len(lost)), "at": dates.moment(lost[0].ended_at or now)}  # fmt: skip
        words = f"{words} {ended}"
    return words


@deed(
    "units:job_again",
    verb="job.write",
    row=JOBS,
    title=gettext_lazy("Do it again"),
    confirm=gettext_lazy("Put the job into the queue once more?"),
    done=gettext_lazy("The job is in the queue again."),
)
def job_again(job: Job, data: Data, who: Who) -> Job:
    return actions.run_again(job, **who)


@deed(
    "units:job_drop",
    verb="job.write",
    row=JOBS,
    form=ReasonForm,
    title=gettext_lazy("Give it up"),
    note=gettext_lazy("The job stays undone for good."),
    done=gettext_lazy("The job was given up."),
    is_danger=True,
)
def job_drop(job: Job, data: Data, who: Who) -> Job:
    return actions.give_up_job(job, **data, **who)


@require_GET
@access.policy("job.read")
def job(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One job: for whom, how often it was tried, what came of it; never what it is about (S-09)."""
    row = JOBS.find(request, "job.read", pk=pk)
    facts = [
        Fact(_("Asked for at"), dates.moment(row.made_at)),
        Fact(_("For"), row.by.full_name if row.by else _("the system")),
        *([Fact(_("Unit"), row.unit.place.short_name, row.unit.get_absolute_url())] if row.unit else []),
        *([Fact(_("To"), login)] if (login := _mailed_to(row)) else []),
        Fact(_("Attempts"), numbers.number(row.attempts)),
    ]
    if row.reason:
        facts.append(Fact(_("Reason"), row.reason, state="bad" if row.state == JobState.FAILED else ""))
    if row.state == JobState.WAITING and row.not_before:
        facts.append(Fact(_("Tried again at"), dates.moment(row.not_before)))
    if row.finished_at:
        facts.append(Fact(_("Ended at"), dates.moment(row.finished_at)))
    may = row.state == JobState.FAILED and access.may(request.person, "job.write", row, on=request.today)
    return Record(
        title=jobs.label_of(row),
        crumbs=JOBS.above(row),
        chips=[(row.get_state_display(), CHIPS[JobState(row.state)])],
        buttons=[job_drop.button(row), job_again.button(row, is_primary=True)] if may else [],
        sections=[Section("", facts=facts), Section(_("What happened to it"), table=_events(row))],
    ).respond(request)


def _mailed_to(job: Job) -> str:
    """The login name that a mail goes to; empty for what is no mail."""
    if not job.kind.startswith("mail.") or not job.subject:
        return ""
    return Mail.objects.filter(pk=job.subject).values_list("account__username", flat=True).first() or ""


def _events(job: Job) -> SmallTable:
    names = {str(person.pk): person.full_name for person in Person.objects.filter(pk__in=_ids(job))}
    return SmallTable(
        heads=[(_("Time"), "start"), (_("What"), "start"), (_("Reason"), "start"), (_("By"), "start")],
        rows=[
            [
                dates.moment(datetime.fromisoformat(line["at"])),
                str(EVENTS.get(line["event"], line["event"])),
                line["reason"],
                names.get(line["by"], _("the system")),
            ]
            for line in job.history
        ],
        empty_text=_("Nothing but what stands above."),
    )


def _ids(job: Job) -> list[str]:
    return [line["by"] for line in job.history if line["by"]]
