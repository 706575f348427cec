"""The menu lines of units, rights and the log, what waits, and how forms find a unit or somebody in office; the verbs
stand in `org.policy`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tongket.core import numbers, text
from tongket.core.dated import runs_on
from tongket.org import access, corrections, grant_rules, jobs
from tongket.org.models import Job, JobState, OfficeTerm, Person, Unit
from tongket.org.queries import grants, people
from tongket.pages import administration, due, menu, picker, setting_up
from tongket.pages.links import link
from tongket.pages.models import Draft, LargeExport, Mail, Reminder, ReminderChoice
from tongket.units import queries, steps

MOST_LISTS = 10  # taken, that wait at once

menu.add(_("Units"), "units:units", "unit.read", group="", order=30, icon="network")
menu.add(_("Administration"), "units:administration", "admin.read", group="system", order=900, icon="settings")
menu.add(_("People and rights"), "units:people", "person.read", group="system", order=905, icon="user-cog")
menu.add(_("Audit log"), "units:audit", "audit.read", group="system", order=910, icon="scroll-text")


def _people_to_look_at(person: Person, on: date) -> str:
    count = people.needing_attention(person, on=on)
    words = ngettext("%(count)s person needs attention", "%(count)s people need attention", count)
    return words % {"count": numbers.number(count)} if count else ""


def _failed_jobs(person: Person, on: date) -> str:
    """What failed, and before that whether anybody does the jobs at all."""
    rows = access.scope(Job.objects.filter(state=JobState.FAILED), person, "job.read", on=on)
    count = rows.count()
    if not jobs.is_anybody_working():
        return gettext("No worker is running")
    words = ngettext("%(count)s job has failed", "%(count)s jobs have failed", count)
    return words % {"count": numbers.number(count)} if count else ""


administration.add(
    _("People and rights"),
    _("Who holds an office, who may do what, whose account is open."),
    "units:people",
    "person.read",
    group="people",
    order=10,
    attention=_people_to_look_at,
)


def _waiting_rights(person: Any, on: date) -> str:
    waiting = grants.to_confirm(person, on).count()
    words = ngettext("%(count)s right to confirm", "%(count)s rights to confirm", waiting)
    return words % {"count": numbers.number(waiting)} if waiting else ""


administration.add(
    _("Rights"),
    _("Who may what over which unit, by which decision and until when."),
    "units:rights",
    "grant.read",
    group="people",
    order=20,
    attention=_waiting_rights,
)


@due.source
def rights_to_confirm(person: Any, on: date) -> Iterator[due.DueItem]:
    """One item for all rights that wait for this person as the second one (S-07)."""
    if not access.holds(person, "grant.confirm", on=on):
        return
    title = _waiting_rights(person, on)
    if title:
        yield due.DueItem(
            title=title,
            text=gettext("Somebody has proposed them; without you they give nothing."),
            due_on=None,
            action_label=gettext("Look at them"),
            action_url=link(reverse("units:rights"), state="proposed"),
        )


administration.add(
    _("Audit log"),
    _("Who did what and when, chained so that no line can be changed unseen."),
    "units:audit",
    "audit.read",
    group="system",
    order=90,
)

administration.add(
    _("Setting up"),
    _("What is there, what is still missing; each step can be left and taken up again."),
    "units:setting_up",
    "setup.write",
    group="system",
    order=10,
)
setting_up.add(
    "organisation",
    _("The organisation"),
    _("Its name as on the papers, its superior, the place for the date line."),
    "units:organisation",
    "setup.write",
    order=10,
    state=steps.organisation,
    is_optional=False,
)
setting_up.add(
    "founders",
    _("Administrator and secretary"),
    _("Both sign in with their slips; the secretary confirms the office."),
    "units:founders",
    "setup.write",
    order=20,
    state=steps.founders,
    is_optional=False,
)
setting_up.add(
    "units",
    _("Units"),
    _("The tree of organisations, from a file or typed."),
    "units:opening_units",
    "unit.write",
    order=30,
    state=steps.units,
    also=["units:new_sheet", "units:sheet", "units:correct_unit"],
)
setting_up.add(
    "people",
    _("People, accounts, rights"),
    _("Who leads each unit here, with an account and a slip to sign in."),
    "units:people",
    "person.read",
    order=50,
    state=steps.people,
    also=["units:person", "units:make_account"],
)
administration.add(
    _("Background jobs"),
    _("Files read, mails sent, what falls due each day: what failed, and why."),
    "units:jobs",
    "job.read",
    group="system",
    order=50,
    attention=_failed_jobs,
)
administration.add(
    _("Mail"), _("Whether a mail server is set, and what was sent."), "units:mail", "job.read", group="system", order=55
)

picker.add(
    picker.row_source(
        lambda scope: access.scope(Person.objects.all(), scope.person, scope.verb, on=scope.on).order_by(
            "name_order", "pk"
        ),
        name="person",
        label=_("Person"),
        hint=_("Name (marks are not needed)"),
        find=people.by_name,
        exact=lambda rows, words: rows.filter(name_fold=text.fold(words)),
        choice=lambda person: picker.Choice(str(person.pk), person.full_name, people.offices_of(person)),
        verbs={"person.write"},
        missing=_("Nobody within your reach has that name."),
        several=_("Several people have this name: choose one of them."),
    )
)


def _units(name: str, units: Callable[[], QuerySet[Unit]]) -> None:
    """Let units be found by name or code, in the order of the tree."""
    picker.add(
        picker.row_source(
            lambda scope: (
                access.scope(units(), scope.person, scope.verb, on=scope.on)
                .select_related("place__parent__place")
                .order_by("place__pos")
            ),
            name=name,
            key="code",
            label=_("Unit"),
            hint=_("Name or code (marks are not needed)"),
            find=lambda units, words: queries.by_name(units, words, most=picker.MOST_SHOWN + 1),
            exact=lambda units, words: units.filter(code__iexact=words),
            choice=queries.choice,
            option=queries.option,
        )
    )


_units("unit", lambda: Unit.objects.filter(place__is_living=True))
_units("unit_also_ended", lambda: Unit.objects.filter(place__isnull=False))


def _named(terms: QuerySet[OfficeTerm], words: str) -> list[OfficeTerm]:
    for word in text.fold(words).split()[:6]:
        terms = terms.filter(person__name_fold__contains=word)
    return list(islice(terms, picker.MOST_SHOWN + 1))


picker.add(
    picker.row_source(
        lambda scope: (
            access.scope(OfficeTerm.objects.filter(runs_on(scope.on)), scope.person, scope.verb, on=scope.on)
            .filter(unit__place__is_living=True)
            .select_related("person", "unit__place")
            .order_by("person__name_order", "unit__place__pos")
        ),
        name="office_term",
        label=_("Office holder"),
        hint=_("Name of the person (marks are not needed)"),
        find=_named,
        exact=lambda terms, words: terms.filter(person__full_name__iexact=words.strip()),
        choice=lambda term: picker.Choice(
            str(term.pk), str(term.person), f"{term.get_office_display()}, {term.unit.place.short_name}"
        ),
        verbs={"grant.write"},
        missing=_("Nobody of that name holds an office within your reach. Record the office first."),
    )
)


@due.source
def review_of_rights(person: Any, on: date) -> Iterator[due.DueItem]:
    """The review of rights of the quarter: to be begun once the one before is over, and gone through (S-45)."""
    if not access.holds(person, "grant.review", on=on):
        return
    quarter = grant_rules.quarter_of(on)
    unit = grants.review_to_begin(person, on)
    if unit is not None:
        yield due.DueItem(
            title=gettext("The review of rights of %(quarter)s is to be begun") % {"quarter": quarter.label()},
            text=unit.place.name,
            due_on=grant_rules.review_due_on(quarter),
            action_label=gettext("Begin"),
            action_url=reverse("units:open_review"),
        )
    for review, count in grants.waiting_in_reviews(person, on):
        words = ngettext(
            "%(count)s right waits in the review of %(quarter)s",
            "%(count)s rights wait in the review of %(quarter)s",
            count,
        )
        yield due.DueItem(
            title=words % {"count": numbers.number(count), "quarter": quarter.label()},
            text=review.unit.place.name,
            due_on=review.due_on,
            action_label=gettext("Look at them"),
            action_url=reverse("units:rights_review"),
        )


@due.source
def lists_taken(person: Any, on: date) -> Iterator[due.DueItem]:
    """Lists of many persons that somebody else took, for those who are told of it (S-49)."""
    if not access.holds(person, "export.watch", on=on):
        return
    rows = access.scope(LargeExport.objects.filter(seen_by=None), person, "export.watch", on=on).exclude(by=person.pk)
    for row in rows.select_related("by", "unit__place").order_by("at")[:MOST_LISTS]:
        if not any(held.startswith(row.domain) for held in access.domains_over(person, row.unit, on=on)):
            continue
        words = gettext("%(name)s took a list of %(count)s persons")
        yield due.DueItem(
            title=words % {"name": row.by, "count": numbers.number(row.count)},
            text=f"{row.title} · {row.reason}",
            due_on=None,
            action_label=gettext("Look at it"),
            action_url=row.get_absolute_url(),
        )


administration.add(
    _("Large lists taken"),
    _("Who took a list of more than 200 persons, and what for."),
    "units:large_exports",
    "export.watch",
    group="people",
    order=60,
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Draft, ["web:save_draft"], ["web:drop_draft"])
corrections.add(ReminderChoice, ["units:reminders"], ["units:reminders"])
corrections.add(Reminder, because="sent: it stays said")
corrections.add(Mail, because="sent by the program")
corrections.add(LargeExport, because="told by the program; it is looked into, and stays said")
