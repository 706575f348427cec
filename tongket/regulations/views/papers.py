"""The organisation's papers: what their head and foot say from when to when, with a look at them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.core.documents.model import OfficeDocument, Paragraph
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.word import write_docx
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit
from tongket.pages.forms import DayField, OfficeForm, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations import actions, papers
from tongket.regulations.forms.editors import form_of, initial_of
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.views.values import state_of
from tongket.regulations.wording import PAPER_KEYS, value_words, words_of

TITLE = gettext_lazy("Papers of the organisation")
CRUMBS = [(TITLE, "regulations:papers")]
UNITS: Rows[Unit] = Rows(
    query=lambda: Unit.objects.filter(place__is_living=True).select_related("place__parent__place"),
    crumbs=CRUMBS,
    name=lambda unit: unit.place.name,
    subtitle=lambda _unit: "",
    lookup={"code": "code"},
    url=lambda unit: reverse("regulations:paper", args=[unit.code]),
)


class DayForm(OfficeForm):
    """The day that a paper is of."""

    on = DayField(label=gettext_lazy("For a paper of"))


@require_GET
@access.policy("papers.read")
def papers_list(request: Request) -> HttpResponse:
    units = access.scope(UNITS.query(), request.person, "papers.read", on=request.today)
    rows = (
        LocalValue.objects.kept()  # unscoped: of units that are scoped
        .on(request.today)
        .filter(unit=OuterRef("pk"), topic=Setting.PAPERS)
        .order_by("-is_temporary", "-from_on")
    )
    units = units.annotate(
        names=Subquery(rows.filter(key=papers.NAMES).values("value__issuer")[:1], output_field=CharField()),
        names_from=Subquery(rows.filter(key=papers.NAMES).values("from_on")[:1], output_field=DateField()),
        signer_from=Subquery(rows.filter(key=papers.SIGNER).values("from_on")[:1], output_field=DateField()),
    )
    listing: Listing[Any] = Listing(
        title=TITLE,
        verb="papers.read",
        note=_("What the head and the foot of each unit's papers say. Where nothing is set, the tree gives the names."),
        columns=[
            Column("unit", _("Unit"), lambda unit: unit.place.name, order=("place__pos",), phone="title"),
            Column("names", _("Name on the papers"), _name, phone="sub"),
            Column("from", _("Since"), lambda unit: dates.dmy_or_empty(unit.names_from)),
            Column("signer", _("Signer"), _signer, phone="state"),
        ],
        filters=[by_unit("")],
        order=("place__pos",),
        url_of=UNITS.url or str,
        empty_text=_("No unit is within your reach."),
        crumbs=[(_("Administration"), reverse("units:administration"))],
    )
    return listing.respond(request, units)


def _name(unit: Any) -> Cell:
    return Cell(str(unit.names).replace("\n", " ")) if unit.names else Cell(_("as in the tree"), state="mut")


def _signer(unit: Any) -> Cell:
    words = _("set since %(day)s")
    return Cell(words % {"day": dates.dmy(unit.signer_from)}) if unit.signer_from else Cell(_("secretary"), state="mut")


@require_GET
@access.policy("papers.read")
def paper(request: Request, code: str) -> HttpResponse:
    """The head and the foot on a day, what was set when, and by whom."""
    unit = UNITS.find(request, "papers.read", code=code)
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": request.today})
    day: date = form.cleaned_data["on"] if form.is_bound and form.is_valid() else request.today
    may_write = access.may(request.person, "papers.write", unit, on=request.today)
    record = Record(
        title=unit.place.name,
        subtitle=TITLE,
        crumbs=UNITS.above(unit),
        buttons=[Button(_("A paper to try (Word)"), f"{reverse('regulations:paper_sample', args=[code])}?on={day}")],
        sections=[_parts(unit, request, may_write=may_write), _all_that_was_set(unit, request)],
    )
    look = papers.paper_of(unit, day)
    context = {
        "record": record,
        "form": form,
        "paper": look,
        "head": _head(look, day),
        "day": dates.dmy(day),
    }
    return render(request, "regulations/paper.html", context)


def _head(look: papers.Paper, day: date) -> dict[str, Any]:
    document = _document(look, day)
    profile = profile_for(day)
    return {
        "superior": look.superior.upper(),
        "issuer": look.issuer.upper(),
        "number": document.symbol_text(profile).replace(" ", "\u00a0"),
        "place_date": document.place_date_text(),
        "authority": look.authority,
        "office": look.office,
        "recipients": [
            f"{profile.recipient_prefix}{line}{end}"
            for line, end in zip(
                look.recipients,
                [profile.recipient_separator] * (len(look.recipients) - 1) + [profile.recipient_end],
                strict=True,
            )
        ],
    }


def _document(look: papers.Paper, day: date) -> OfficeDocument:
    return OfficeDocument(
        superior=look.superior.upper(),
        issuer=look.issuer.upper(),
        number=None,
        kind_symbol="BC",
        issuer_symbol=look.symbol,
        place=look.place or "…",
        issued_on=day,
        kind_title="BÁO CÁO",
        subject="trích yếu nội dung",
        body=[Paragraph.plain("Đây là bản mẫu để xem phần đầu và phần cuối của văn bản.")],
        recipients=look.recipients,
        signature=look.signature,
    )


@require_GET
@access.policy("papers.read")
def paper_sample(request: Request, code: str) -> HttpResponse:
    """A paper without a text, to be looked at in Word."""
    unit = UNITS.find(request, "papers.read", code=code)
    form = DayForm({"on": request.GET.get("on", "")})
    day: date = form.cleaned_data["on"] if form.is_valid() else request.today
    body = write_docx(_document(papers.paper_of(unit, day), day), profile_for(day))
    return exporting.send(request, body, f"{code}.docx", verb="papers.read", unit=unit)


def _parts(unit: Unit, request: Request, *, may_write: bool) -> Section:
    """What holds today, part by part."""
    lines: list[list[Cell | str]] = []
    for key, row in ((key, papers.set_since(unit, request.today).get(key)) for key in papers.KEYS):
        value = row.value if row else _shown(unit, key, request.today)
        line: list[Cell | str] = [
            str(PAPER_KEYS[key]).capitalize(),
            value_words(Setting.PAPERS, key, value).replace("\n", " / "),
            Cell(dates.dmy(row.from_on)) if row else Cell(_("not set"), state="mut"),
        ]
        if may_write:
            line.append(Cell(_("Set anew"), reverse(f"regulations:paper_{key}", args=[unit.code])))
        lines.append(line)
    heads = [(_("Part"), "start"), (_("What holds today"), "start"), (_("Since"), "start")]
    return Section(_("In force"), table=SmallTable([*heads, ("", "start")] if may_write else heads, lines))


def _all_that_was_set(unit: Unit, request: Request) -> Section:
    """All that was set, the newest first."""
    rows = LocalValue.objects.filter(unit=unit, topic=Setting.PAPERS).select_related("set_by")  # unscoped: of one unit
    lines: list[list[Cell | str]] = [
        [
            Cell(str(PAPER_KEYS[row.key]).capitalize(), reverse("regulations:value", args=[row.pk])),
            words_of(row).replace("\n", " / "),
            dates.dmy(row.from_on),
            dates.dmy_or_empty(row.until_on),
            row.decision,
            state_of(row, request),
        ]
        for row in rows.order_by("-from_on", "key", "-is_temporary")
    ]
    heads = [(_("Part"), "start"), (_("What was set"), "start"), (_("From"), "start"), (_("Until"), "start")]
    heads += [(_("Decision or ground"), "start"), (_("State"), "start")]
    empty = _("Nothing yet: names and signer are those of the tree.")
    return Section(_("What was set, and from when"), table=SmallTable(heads, lines, empty_text=empty))


# --- Setting the parts ------------------------------------------------------------------------------------------------


def _part_form(key: str) -> Callable[[Request, Any], OfficeForm]:
    """Makes the form of one part, which shows what holds today."""

    def make(request: Request, unit: Unit) -> OfficeForm:
        today = request.today
        own = papers.set_since(unit, today).get(key)
        initial = initial_of(Setting.PAPERS, key, own.value if own else _shown(unit, key, today))
        initial["from_on"] = today
        return form_of(unit, Setting.PAPERS, key, *posted(request), on=today, initial=initial)

    return make


def _shown(unit: Unit, key: str, on: date) -> Any:
    """What a part says while nothing is set."""
    look = papers.paper_of(unit, on)
    return {
        papers.NAMES: {"issuer": look.issuer, "superior": look.superior, "symbol": look.symbol},
        papers.PLACE: look.place,
        papers.RECIPIENTS: look.recipients,
        papers.SIGNER: {"office": "SECRETARY", "authority": look.authority, "line": look.office},
    }[key]


DONE = gettext_lazy("It holds from that day on; papers of earlier days stay as they were.")


def _paper_url(row: LocalValue) -> str:
    return reverse("regulations:paper", args=[row.unit.code])


@deed(
    "regulations:paper_names",
    verb="papers.write",
    row=UNITS,
    form=_part_form(papers.NAMES),
    title=gettext_lazy("Names and symbol"),
    label=gettext_lazy("Save"),
    done=DONE,
    to=_paper_url,
)
def paper_names(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, topic=Setting.PAPERS, key=papers.NAMES, **data, **who)


@deed(
    "regulations:paper_place",
    verb="papers.write",
    row=UNITS,
    form=_part_form(papers.PLACE),
    title=gettext_lazy("Place of issue"),
    label=gettext_lazy("Save"),
    done=DONE,
    to=_paper_url,
)
def paper_place(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, topic=Setting.PAPERS, key=papers.PLACE, **data, **who)


@deed(
    "regulations:paper_recipients",
    verb="papers.write",
    row=UNITS,
    form=_part_form(papers.RECIPIENTS),
    title=gettext_lazy("Recipients"),
    label=gettext_lazy("Save"),
    done=DONE,
    to=_paper_url,
)
def paper_recipients(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, topic=Setting.PAPERS, key=papers.RECIPIENTS, **data, **who)


@deed(
    "regulations:paper_signer",
    verb="papers.write",
    row=UNITS,
    form=_part_form(papers.SIGNER),
    title=gettext_lazy("Signer"),
    label=gettext_lazy("Save"),
    done=DONE,
    to=_paper_url,
)
def paper_signer(unit: Unit, data: Data, who: Who) -> LocalValue:
    return actions.set_value(unit, topic=Setting.PAPERS, key=papers.SIGNER, **data, **who)
