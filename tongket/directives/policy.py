"""Who reads directives, who registers them, who records their study (docs/reference/rights.md)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import text
from tongket.directives import queries
from tongket.directives.actions import handover
from tongket.directives.models import (
    ActionProgramme,
    Directive,
    DirectiveFile,
    OwnDocument,
    ProgressReview,
    Receipt,
    StudySession,
)
from tongket.org import access, corrections, seams
from tongket.org.access import OWN, TREE, declare
from tongket.pages import due, menu, picker
from tongket.pages.reminders import matters

declare(
    "directive.read",
    gettext_lazy("read directives"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "directive.write",
    gettext_lazy("register directives and pass them on"),
    data_class="D1",
    writes=True,
    grants={"office": TREE},
)
declare(
    "directive.study",
    gettext_lazy("record the study of a directive and the programme for it"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": TREE},
)

declare(
    "document.read",
    gettext_lazy("read the register of documents issued"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "document.write",
    gettext_lazy("draft documents and give them numbers"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": TREE},
)

menu.add(gettext_lazy("Directives"), "directives:list", "directive.read", group="year", order=110, icon="file-text")

MOST_ITEMS = 20
SOON = timedelta(days=30)
LATE_STUDIES = matters.add(
    matters.Matter(
        name="studies",
        read="directive.read",
        act="directive.study",
        model=Receipt,
        related=("directive",),
        late=lambda on: Q(first_studied_on__isnull=True, study_due_on__lt=on),
        due_field="study_due_on",
        title=lambda row: str(_("Study %(directive)s") % {"directive": row.directive.printed}),
    )
)
LATE_PROGRAMMES = matters.add(
    matters.Matter(
        name="programmes",
        read="directive.read",
        act="directive.study",
        model=Receipt,
        related=("directive",),
        late=lambda on: Q(
            needs_programme=True, programme_on__isnull=True, first_studied_on__isnull=False, programme_due_on__lt=on
        ),
        due_field="programme_due_on",
        title=lambda row: str(_("Programme for %(directive)s") % {"directive": row.directive.printed}),
    )
)


@due.source
def to_study(person: Any, on: date) -> Iterator[due.DueItem]:
    """Directives that a unit of the person's own grants still has to study, with the button that records it."""
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = access.scope(Receipt.objects.filter(unit__in=own), person, "directive.study", on=on)
    waiting = rows.filter(first_studied_on__isnull=True).select_related("directive", "unit__place")
    for row in waiting.order_by("study_due_on", "received_on")[:MOST_ITEMS]:
        yield due.DueItem(
            title=_("Study %(directive)s") % {"directive": row.directive.printed},
            text=f"{row.unit.place.short_name} · {row.directive.subject}",
            due_on=row.study_due_on,
            action_label=_("Record the session"),
            action_url=reverse("directives:study", args=[row.pk]),
            about=LATE_STUDIES.key(row),
        )


@due.source
def programmes_to_issue(person: Any, on: date) -> Iterator[due.DueItem]:
    """Action programmes that a unit of the person's own grants was asked for, once it has studied the directive."""
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = access.scope(Receipt.objects.filter(unit__in=own), person, "directive.study", on=on)
    waiting = rows.filter(needs_programme=True, programme_on__isnull=True, first_studied_on__isnull=False)
    for row in waiting.select_related("directive", "unit__place").order_by("programme_due_on", "received_on")[
        :MOST_ITEMS
    ]:
        yield due.DueItem(
            title=_("Programme for %(directive)s") % {"directive": row.directive.printed},
            text=f"{row.unit.place.short_name} · {row.directive.subject}",
            due_on=row.programme_due_on,
            action_label=_("Record the programme"),
            action_url=reverse("directives:programme", args=[row.pk]),
            about=LATE_PROGRAMMES.key(row),
        )


@due.source
def reviews_to_hold(person: Any, on: date) -> Iterator[due.DueItem]:
    """Interim and final reviews of directives that are due within a month, or overdue."""
    own = {grant.unit_id for grant in person.running_grants(on)}
    rows = access.scope(ProgressReview.objects.filter(unit__in=own), person, "directive.study", on=on)
    waiting = rows.filter(done_on__isnull=True, due_on__lte=on + SOON)
    for row in waiting.select_related("receipt__directive", "unit__place").order_by("due_on")[:MOST_ITEMS]:
        yield due.DueItem(
            title=_("%(review)s of %(directive)s")
            % {"review": row.get_kind_display().capitalize(), "directive": row.receipt.directive.printed},
            text=f"{row.unit.place.short_name} · {row.receipt.directive.subject}",
            due_on=row.due_on,
            action_label=_("Record the review"),
            action_url=reverse("directives:hold_review", args=[row.pk]),
        )


def _with_words(directives: QuerySet[Directive], words: str) -> QuerySet[Directive]:
    """Those whose number, symbol, subject and issuer hold all the words, with or without marks."""
    for word in text.fold(words).split():
        directives = directives.filter(subject_fold__contains=word)
    return directives


picker.add(
    picker.row_source(
        lambda scope: queries.directives_for(scope.person, on=scope.on).order_by("-issued_on", "number", "pk"),
        name="directive",
        label=gettext_lazy("Directive"),
        hint=gettext_lazy("Number, subject or issuer (marks are not needed)"),
        find=_with_words,
        choice=lambda directive: picker.Choice(str(directive.pk), directive.cited, directive.subject[:120]),
        option=lambda directive: f"{directive.cited}: {directive.subject[:80]}",
        verbs={"directive.read"},
    )
)

seams.goes_along(
    seams.GoesAlong(
        name="directives",
        label=gettext_lazy("Directives still to be studied or carried out"),
        note=gettext_lazy(
            "Those that the unit taking over has not received itself go to it; of the others the duty ends."
        ),
        order=4,
        can_end=True,
        things=queries.duties_to_hand_over,
        hand_over=handover.hand_over,
    )
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Directive, ["directives:correct"], ["directives:remove"])
corrections.add(DirectiveFile, ["directives:attach"], ["directives:remove_file"])
corrections.add(Receipt, ["directives:correct_receipt", "directives:coverage"], ["directives:remove_receipt"])
corrections.add(StudySession, ["directives:correct_session"], ["directives:remove_session"])
corrections.add(ActionProgramme, ["directives:correct_programme"], ["directives:remove_programme"])
corrections.add(ProgressReview, ["directives:correct_review"], ["directives:remove_review"])
corrections.add(OwnDocument, ["directives:correct_document"], ["directives:remove_document", "directives:void"])
