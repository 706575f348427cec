"""The roll, choosing its columns, keeping a list for later."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.members.forms import ConfirmForm
from tongket.members.models import Member
from tongket.members.pages import ROLL as CRUMBS
from tongket.members.roll import actions
from tongket.members.roll.lines import line_address
from tongket.members.roll.listing import ROLL, filters
from tongket.org import access
from tongket.org.models import Person, SavedList
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, form_page
from tongket.pages.menu import address
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request

VIEW = "members:list"
FORGOTTEN = frozenset({"export", "reason", "page", "before", "after"})  # not part of what a list is


@require_GET
@access.policy("member.read")
def roll(request: Request) -> HttpResponse:
    rows = access.scope(Member.objects.all(), request.person, "member.read", on=request.today, by_grants=True)
    return ROLL.respond(request, rows, filters=filters(request), buttons=_buttons(request), url_of=line_address())


def _buttons(request: Request) -> list[Button]:
    """What else there is around the roll, the main one last; nothing for members who see themselves alone."""
    if not request.person.running_grants(request.today):
        return []
    query = _query(request.GET.urlencode())
    buttons = [
        Button(_("Columns"), f"{address('members:columns')}?{query}"),
        Button(_("Saved lists"), f"{address('members:saved')}?{query}"),
        Button(_("The roll on a day"), address("members:roll_on")),
    ]
    if access.holds(request.person, "member.import", on=request.today):
        buttons.append(Button(_("Import a roster"), address("rosters:upload")))
    buttons.append(Button(_("Badges of Party age"), address("members:badges")))
    if access.holds(request.person, "figure.read", on=request.today):
        buttons.append(Button(_("Statistics"), address("members:statistics_here")))
    if access.holds(request.person, "member.admit", on=request.today):
        buttons.append(Button(_("Candidates for admission"), address("members:candidates")))
    if access.holds(request.person, "member.restrict", on=request.today):
        buttons.append(Button(_("Leavers"), address("members:closed")))
    buttons.append(Button(_("Transfers"), address("members:transfers")))
    buttons.append(Button(_("Admissions"), address("members:admissions")))
    return [*buttons, *main_button(request, "member.admit", _("Record an admission"), "members:new")]


def _query(query: str) -> str:
    """What a list is, of the query of an address: its filters, order and columns, without empty ones."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in FORGOTTEN]
    return urlencode(pairs)[:600]


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
        pairs = [
            (name, value)
            for name, value in parse_qsl(_query(request.GET.urlencode()))
            if name not in {"columns", "chosen"}
        ]
        pairs.append(("columns", ",".join(["name", *form.cleaned_data["columns"]])))
        return redirect(f"{reverse(VIEW)}?{urlencode(pairs)}")
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


ABOVE = [*CRUMBS, (gettext_lazy("Saved lists"), "members:saved")]


def _own(person: Person) -> QuerySet[SavedList]:
    return SavedList.objects.filter(person=person, view_name=VIEW)


class OwnLists(Rows[SavedList]):
    """The lists of the person: no verb reaches those of somebody else."""

    def find(self, request: Request, verb: str, **address: Any) -> SavedList:
        return get_object_or_404(_own(request.person), **address)


LISTS = OwnLists(
    query=SavedList.objects.all,
    crumbs=ABOVE,
    name=lambda row: row.name,
    subtitle=lambda row: "",
    url=lambda row: reverse("members:saved"),
)


@require_GET
@access.policy("member.read")
def saved(request: Request) -> HttpResponse:
    """The person's own lists, each to be opened, renamed or removed; the one that they come from may be kept."""
    query = _query(request.GET.urlencode())
    buttons = [Button(_("All members"), reverse(VIEW), is_primary=not query)]
    if query:
        buttons.append(Button(_("Save this list"), f"{reverse('members:lists')}?{query}", is_primary=True))
    rows: list[list[Cell | str]] = [
        [
            Cell(row.name, f"{reverse(VIEW)}?{row.query}"),
            Cell(_("rename"), reverse("members:rename_list", args=[row.pk])),
            Cell(_("remove"), reverse("members:remove_list", args=[row.pk])),
        ]
        for row in _own(request.person)
    ]
    heads = [(_("List"), "start"), ("", "start"), ("", "start")]
    return Record(
        title=_("Saved lists"),
        crumbs=[(_("Members"), reverse(VIEW))],
        buttons=buttons,
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


# --- Deeds on saved lists --------------------------------------------------------------------------------------------


@deed(
    "members:lists",
    verb="member.read",
    form=NameForm,
    initial=lambda request, _row: {"query": _query(request.GET.urlencode())},
    title=gettext_lazy("Save this list"),
    label=gettext_lazy("Keep"),
    note=gettext_lazy(
        "The filters, the order and the columns are kept, not the members: the list is made anew each time."
    ),
    crumbs=ABOVE,
    done=gettext_lazy("The list was saved."),
)
def lists(data: Data, who: Who) -> SavedList:
    return actions.keep_list(VIEW, data["name"], _query(data["query"]), by=who["by"])


@deed(
    "members:rename_list",
    verb="member.read",
    row=LISTS,
    form=NameForm,
    initial=lambda _request, row: {"name": row.name},
    title=gettext_lazy("Rename the list"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The list was renamed."),
)
def rename(row: SavedList, data: Data, who: Who) -> SavedList:
    return actions.rename_list(row, data["name"])


@deed(
    "members:remove_list",
    verb="member.read",
    row=LISTS,
    form=ConfirmForm,
    title=gettext_lazy("Remove the list"),
    label=gettext_lazy("Remove"),
    note=gettext_lazy("Only the saved list goes; the members stay as they are."),
    done=gettext_lazy("The list was removed."),
    is_danger=True,
)
def remove(row: SavedList, data: Data, who: Who) -> None:
    actions.remove_list(row)
