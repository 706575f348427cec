"""Deciding on the levels of a whole group; one form with a level for each, so no deed about one row."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.deeds import who
from tongket.pages.forms import UnitField, form_page, run_on
from tongket.pages.links import link
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.rating import actions, queries, rules
from tongket.rating.forms import DecideForm, GroupForm
from tongket.rating.rules import Subject
from tongket.rating.views.levels import cap_words


@require_http_methods(["GET", "POST"])
@access.policy("rating.decide")
@saves
def members(request: Request) -> HttpResponse:
    """Levels of the members of one cell: first the cell and the year, then a level for each."""
    unit_and_year = _group(request, reverse("rating:members"), _("Decide on members"))
    if isinstance(unit_and_year, HttpResponse):
        return unit_and_year
    unit, year = unit_and_year
    waiting = access.scope(queries.undecided_members(unit, year), request.person, "member.read", on=request.today)
    group = {member.pk.hex: member for member in waiting.select_related("person").order_by("name_order")}
    form = DecideForm(request.POST or None, group=[(key, member.person.full_name) for key, member in group.items()])
    decider = queries.decider_of_members(unit)
    if request.method == "POST" and form.is_valid():
        rows = [
            actions.NewRating(
                unit=unit,
                year=year,
                level=level,
                not_rated_reason=reason,
                decided_on=form.cleaned_data["decided_on"],
                source=form.cleaned_data["source"],
                decided_by=decider,
                member=group[key],
            )
            for key, level, reason in form.decided()
        ]
        ratings = run_on(form, lambda: actions.decide_members(rows, **who(request)))
        if ratings is not None:
            return _decided(request, len(ratings), year, Subject.MEMBER, decider)
    return _decide_page(request, form, unit, year, decider, Subject.MEMBER)


@require_http_methods(["GET", "POST"])
@access.policy("rating.decide")
@saves
def organisations(request: Request) -> HttpResponse:
    """Levels of the organisations directly under a unit, as its body decided."""
    unit_and_year = _group(request, reverse("rating:organisations"), _("Decide on organisations"))
    if isinstance(unit_and_year, HttpResponse):
        return unit_and_year
    unit, year = unit_and_year
    group = {below.pk.hex: below for below in queries.undecided_units(unit, year)}
    form = DecideForm(request.POST or None, group=[(key, below.place.name) for key, below in group.items()])
    if request.method == "POST" and form.is_valid():
        rows = [
            actions.NewRating(
                unit=group[key],
                year=year,
                level=level,
                not_rated_reason=reason,
                decided_on=form.cleaned_data["decided_on"],
                source=form.cleaned_data["source"],
                decided_by=unit,
            )
            for key, level, reason in form.decided()
        ]
        ratings = run_on(form, lambda: actions.decide_organisations(rows, **who(request)))
        if ratings is not None:
            return _decided(request, len(ratings), year, Subject.ORGANISATION, unit)
    return _decide_page(request, form, unit, year, unit, Subject.ORGANISATION)


def _group(request: Request, url: str, title: str) -> tuple[Unit, int] | HttpResponse:
    """The unit and year in the address, or the page that asks for them."""
    initial = {"unit": request.GET.get("unit"), "year": request.GET.get("year") or rules.review_year(request.today)}
    form = GroupForm(request.GET if "unit" in request.GET else None, initial=initial)
    form.put_first(unit=UnitField(request.person, "rating.decide", on=request.today, also_ended=True))
    if form.is_valid():
        return form.cleaned_data["unit"], form.cleaned_data["year"]
    return form_page(
        request,
        form,
        title=title,
        submit_label=_("Go on"),
        cancel_url=reverse("rating:list"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
        method="get",
    )


def _decided(request: Request, count: int, year: int, subject: str, unit: Unit) -> HttpResponse:
    done = ngettext("%(n)s level was recorded.", "%(n)s levels were recorded.", count) % {"n": count}
    messages.success(request, done)
    return redirect(link(reverse("rating:list"), year=year, subject=subject, unit=unit.code))


def _decide_page(
    request: Request, form: DecideForm, unit: Unit, year: int, decider: Unit, subject: str
) -> HttpResponse:
    note = cap_words(decider, year, subject)
    if not form.whose:
        note = " ".join([_("Nobody is waiting to be rated here."), note]).strip()
    return form_page(
        request,
        form,
        title=_("Rating of %(year)s") % {"year": year},
        subtitle=unit.place.name + " · " + _("decided by") + " " + decider.place.name,
        submit_label=_("Record"),
        cancel_url=reverse("rating:list"),
        note=note,
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )
