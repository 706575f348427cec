"""The quarterly review of rights, its list to sign, and what somebody may see in words (S-45)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tongket.core import dates, numbers
from tongket.core.periods import Period
from tongket.org import access, actions, grant_rules
from tongket.org.models import Grant, Person, ReviewedGrant, RightsReview
from tongket.org.queries import grants as queries
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Who, deed, who
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.menu import DOMAIN_LABELS
from tongket.pages.once import saves
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.rights import CLASSES, office_name, right_name, until
from tongket.units.forms.grants import OpenReviewForm
from tongket.units.views.grants import CRUMBS

REACHES = {
    access.OWN: gettext_lazy("this unit alone"),
    access.UNDER: gettext_lazy("the units under it"),
    access.TREE: gettext_lazy("this unit and all under it"),
    access.ALL: gettext_lazy("everywhere"),
    access.MINE: gettext_lazy("what is about oneself"),
    access.LINE: gettext_lazy("one's own units, those above and those below"),
}


@require_GET
@access.policy("grant.review")
def review(request: Request) -> HttpResponse:
    """The review of this quarter: what was not looked at yet, kept or ended by one press each."""
    on = request.today
    current = queries.reviews_of(request.person, on).first()
    if current is None:
        return redirect("units:open_review")
    lines = _lines(request, current)
    waiting = [line for line in lines if not line.verdict]
    context = {
        "review": current,
        "quarter": Period.parse(current.quarter).label(),
        "due_on": dates.dmy(current.due_on),
        "lines": [_shown(line, request) for line in waiting],
        "done": len(lines) - len(waiting),
        "total": len(lines),
        "waiting": numbers.number(len(waiting)),
        "crumbs": [(label, reverse(url_name)) for label, url_name in CRUMBS],
    }
    return render(request, "units/rights_review.html", context)


def _lines(request: Request, current: RightsReview) -> list[ReviewedGrant]:
    rows = access.scope(ReviewedGrant.objects.filter(review=current), request.person, "grant.review", on=request.today)
    wanted = (
        "grant__person", "grant__unit__place__parent__place", "grant__office_term__unit__place",
        "grant__instead_of__person", "grant__acts_for", "by", "review",
    )  # fmt: skip
    return list(rows.select_related(*wanted).order_by("grant__unit__place__pos", "grant__person__name_order"))


def _shown(line: ReviewedGrant, request: Request) -> dict[str, Any]:
    row: Grant = line.grant
    return {
        "line": line,
        "person": str(row.person),
        "office": office_name(row.office_term),
        "right": right_name(row),
        "unit": row.unit.place.short_name,
        "until": until(row),
        "decision": row.decision,
        "url": row.get_absolute_url(),
        "is_own": row.person_id == request.person.pk,
        "may_end": grant_rules.way(access.domains_over(request.person, row.unit, on=request.today), row.domain),
        "verdict": str(line.get_verdict_display()) if line.verdict else "",
        "by": str(line.by) if line.by else "",
        "looked_on": dates.dmy_or_empty(line.looked_on),
    }


@require_GET
@access.policy("grant.review")
def review_list(request: Request) -> HttpResponse:
    """The list of a review as a page to print and to sign."""
    current = get_object_or_404(queries.reviews_of(request.person, request.today)[:1])
    context = {
        "review": current,
        "unit": current.unit.place.name,
        "quarter": Period.parse(current.quarter).label(),
        "lines": [_shown(line, request) for line in _lines(request, current)],
        "day": dates.dmy(request.today),
        "crumbs": [(label, reverse(url_name)) for label, url_name in CRUMBS],
    }
    return render(request, "units/rights_review_list.html", context)


def _open_form(request: Request, _row: None) -> OfficeForm:
    due_on = max(grant_rules.review_due_on(grant_rules.quarter_of(request.today)), request.today)
    return OpenReviewForm(*posted(request), initial={"due_on": due_on})


@deed(
    "units:open_review",
    verb="grant.review",
    form=_open_form,
    title=gettext_lazy("Begin the review of this quarter"),
    label=gettext_lazy("Begin"),
    note=gettext_lazy("Every right that runs today is looked at once: kept, or ended. Others look at your own."),
    done=gettext_lazy("The review was begun."),
    to=lambda _review: reverse("units:rights_review"),
    crumbs=CRUMBS,
)
def open_review(data: Data, who: Who) -> RightsReview:
    unit = queries.review_unit(who["by"], who["on"])
    if unit is None:
        raise access.NotAllowed("grant.review")
    return actions.open_review(unit, **data, **who)


@require_POST
@access.policy("grant.review")
@saves
def look_at(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Keep or end one right of a review: the button that was pressed says which."""
    rows = ReviewedGrant.objects.select_related("review", "unit__place")
    line = access.find(rows, request.person, "grant.review", pk, on=request.today)
    if "end" in request.POST:
        actions.end_reviewed(line, **who(request))
        messages.success(request, _("The right ends today."))
    else:
        actions.keep_grants([line], **who(request))
        messages.success(request, _("The right was kept."))
    return redirect("units:rights_review")


@require_GET
@access.policy("grant.read")
def may_see(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What somebody may read and do on the day of the page, by what right, in words."""
    on = request.today
    rights = access.scope(queries.with_people(), request.person, "grant.read", on=on)
    people = access.scope(Person.objects.all(), request.person, "person.read", on=on)
    is_known = pk == request.person.pk or rights.filter(person=pk).exists() or people.filter(pk=pk).exists()
    if not is_known:
        raise Http404
    somebody = get_object_or_404(Person.objects.filter(pk=pk))
    running = [row for row in rights.filter(person=pk, state=Grant.State.GIVEN) if row.is_running(on)]
    sections = [_of_right(row) for row in running]
    sections.append(Section(_("As everybody who signs in"), table=_table("self", None)))
    return Record(
        title=_("What %(name)s may see and do") % {"name": somebody},
        subtitle=_("On %(day)s, as far as you see their rights") % {"day": dates.dmy(on)},
        crumbs=[(label, reverse(url_name)) for label, url_name in CRUMBS],
        sections=sections,
    ).respond(request)


def _of_right(row: Grant) -> Section:
    domains = {"act": "act_member" if row.acts_for_id else "act_unit"}
    domain = domains.get(row.domain) or row.as_running().domain
    return Section(
        f"{right_name(row)} · {row.unit.place.name}",
        table=_table(domain, row),
        note=f"{DOMAIN_LABELS[domain]} · {until(row)}",
    )


def _table(domain: str, row: Grant | None) -> SmallTable:
    policies = [policy for policy in access.POLICIES.values() if domain in policy.grants]
    lines: list[list[Cell | str]] = [
        [
            str(policy.label),
            str(REACHES[policy.grants[domain]]),
            str(CLASSES[policy.data_class]),
            _("writes") if policy.writes else _("reads"),
        ]
        for policy in sorted(policies, key=lambda policy: (policy.data_class, policy.verb))
    ]
    heads = [(_("What"), "start"), (_("Of which units"), "start"), (_("Class of data"), "start")]
    heads.append((_("Reads or writes"), "start"))
    return SmallTable(heads=heads, rows=lines, empty_text=_("Nothing."))
