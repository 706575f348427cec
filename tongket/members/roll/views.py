"""The roll, choosing its columns, keeping a list for later."""

import uuid
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.members.models import Member
from tongket.members.roll.lines import line_address
from tongket.members.roll.listing import ROLL, filters
from tongket.org import access
from tongket.org.models import SavedList
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.menu import address
from tongket.pages.once import saves
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request

VIEW = "members:list"
MOST_SAVED = 30
FORGOTTEN = frozenset({"export", "reason", "page", "before", "after"})  # not part of what a list is


@require_GET
@access.policy("member.read")
def roll(request: Request) -> HttpResponse:
    rows = access.scope(Member.objects.all(), request.person, "member.read", on=request.today, by_grants=True)
    return ROLL.respond(request, rows, filters=filters(request), buttons=_buttons(request), url_of=line_address())


def _buttons(request: Request) -> list[Button]:
    """What else there is around the roll, the main deed last; nothing for members who see themselves alone."""
    if not request.person.running_grants(request.today):
        return []
    query = _query(request.GET.urlencode())
    found = [
        Button(_("Columns"), f"{address('members:columns')}?{query}"),
        Button(_("Saved lists"), f"{address('members:saved')}?{query}"),
    ]
    if access.holds(request.person, "member.import", on=request.today):
        found.append(Button(_("Import a roster"), address("rosters:upload")))
    found.append(Button(_("Badges of Party age"), address("members:badges")))
    if access.holds(request.person, "figure.read", on=request.today):
        found.append(Button(_("Statistics"), address("members:statistics_here")))
    if access.holds(request.person, "member.admit", on=request.today):
        found.append(Button(_("Candidates for admission"), address("members:candidates")))
    if access.holds(request.person, "member.restrict", on=request.today):
        found.append(Button(_("Leavers"), address("members:closed")))
    found.append(Button(_("Transfers"), address("members:transfers")))
    found.append(Button(_("Admissions"), address("members:admissions")))
    return [*found, *main_button(request, "member.admit", _("Record an admission"), "members:new")]


def _query(said: str) -> str:
    """What a list is, of the query of an address: its filters, order and columns, without empty ones."""
    kept = [(name, value) for name, value in parse_qsl(said) if name not in FORGOTTEN]
    return urlencode(kept)[:600]


# --- Columns ---------------------------------------------------------------------------------------------------------


class ColumnsForm(OfficeForm):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns to show"), widget=forms.CheckboxSelectMultiple, required=False
    )


@require_GET
@access.policy("member.read")
def columns(request: Request) -> HttpResponse:
    """Choose the columns of the list; its filters stay as they are."""
    choices = [(column.key, column.label) for column in ROLL.columns[1:]]
    is_sent = "chosen" in request.GET
    shown = [column.key for column in ROLL.chosen(request)]
    form = ColumnsForm(request.GET if is_sent else None, initial={"columns": shown})
    field = form.fields["columns"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = choices
    for name, value in parse_qsl(_query(request.GET.urlencode())):
        if name not in {"columns", "chosen"}:
            form.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=value, required=False)
    form.fields["chosen"] = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    if is_sent and form.is_valid():
        kept = [
            (name, value)
            for name, value in parse_qsl(_query(request.GET.urlencode()))
            if name not in {"columns", "chosen"}
        ]
        kept.append(("columns", ",".join(["name", *form.cleaned_data["columns"]])))
        return redirect(f"{reverse(VIEW)}?{urlencode(kept)}")
    return form_page(
        request,
        form,
        title=_("Columns"),
        submit_label=_("Show"),
        cancel_url=reverse(VIEW),
        crumbs=[(_("Members"), reverse(VIEW))],
        method="get",
    )


# --- Saved lists -----------------------------------------------------------------------------------------------------


class NameForm(OfficeForm):
    name = forms.CharField(label=gettext_lazy("Name of the list"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)


@require_http_methods(["GET", "POST"])
@access.policy("member.read")
@saves
def lists(request: Request) -> HttpResponse:
    """Keep the list that one comes from under a name."""
    form = NameForm(request.POST or None, initial={"query": _query(request.GET.urlencode())})

    def deed() -> SavedList:
        return keep(request, form.cleaned_data["name"], form.cleaned_data["query"])

    if run_if_posted(request, form, deed) is not None:
        messages.success(request, _("The list was kept."))
        return redirect("members:saved")
    return form_page(
        request,
        form,
        title=_("Keep this list"),
        submit_label=_("Keep"),
        cancel_url=reverse("members:saved"),
        note=_("The filters, the order and the columns are kept, not the members: the list is made anew each time."),
        crumbs=[(_("Members"), reverse(VIEW)), (_("Saved lists"), reverse("members:saved"))],
    )


def keep(request: Request, name: str, query: str) -> SavedList:
    """Keep a list of the person under a name; the same name again replaces it. Raises ValidationError."""
    said = " ".join(name.split())
    own = _own(request)
    if own.exclude(name=said).count() >= MOST_SAVED:
        raise ValidationError({"name": _("You have %(most)s lists already: remove one first.") % {"most": MOST_SAVED}})
    row, _is_new = SavedList.objects.update_or_create(
        person=request.person, view_name=VIEW, name=said, defaults={"query": _query(query)}
    )
    return row


@require_GET
@access.policy("member.read")
def saved(request: Request) -> HttpResponse:
    """The person's own lists, each to be opened, renamed or removed; the one that they come from may be kept."""
    query = _query(request.GET.urlencode())
    deeds = [Button(_("All members"), reverse(VIEW), is_primary=not query)]
    if query:
        deeds.append(Button(_("Keep this list"), f"{reverse('members:lists')}?{query}", is_primary=True))
    rows: list[list[Cell | str]] = [
        [
            Cell(row.name, f"{reverse(VIEW)}?{row.query}"),
            Cell(_("rename"), reverse("members:rename_list", args=[row.pk])),
            Cell(_("remove"), reverse("members:remove_list", args=[row.pk])),
        ]
        for row in _own(request)
    ]
    heads = [(_("List"), "start"), ("", "start"), ("", "start")]
    return Record(
        title=_("Saved lists"),
        crumbs=[(_("Members"), reverse(VIEW))],
        buttons=deeds,
        sections=[
            Section(
                "",
                table=SmallTable(
                    heads=heads,
                    rows=rows,
                    empty_text=_("No list has been kept yet. Filter the roll, then choose “Saved lists”."),
                ),
            )
        ],
    ).respond(request)


@require_http_methods(["GET", "POST"])
@access.policy("member.read")
@saves
def rename(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(_own(request), pk=pk)
    form = NameForm(request.POST or None, initial={"name": row.name})

    def deed() -> bool:
        said = " ".join(form.cleaned_data["name"].split())
        if _own(request).filter(name=said).exclude(pk=row.pk).exists():
            raise ValidationError({"name": _("You have a list of that name already.")})
        _own(request).filter(pk=row.pk).update(name=said)
        return True

    if run_if_posted(request, form, deed):
        messages.success(request, _("The list was renamed."))
        return redirect("members:saved")
    return form_page(
        request,
        form,
        title=_("Rename the list"),
        submit_label=_("Save"),
        cancel_url=reverse("members:saved"),
        crumbs=[(_("Members"), reverse(VIEW)), (_("Saved lists"), reverse("members:saved"))],
    )


class NothingForm(OfficeForm):
    """A deed that asks for nothing but to be confirmed."""


@require_http_methods(["GET", "POST"])
@access.policy("member.read")
@saves
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(_own(request), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("The list was removed."))
        return redirect("members:saved")
    return form_page(
        request,
        NothingForm(),
        title=_("Remove the list"),
        subtitle=row.name,
        submit_label=_("Remove"),
        cancel_url=reverse("members:saved"),
        note=_("Only the saved list goes; the members stay as they are."),
        is_danger=True,
    )


def _own(request: Request) -> QuerySet[SavedList]:
    return SavedList.objects.filter(person=request.person, view_name=VIEW)
