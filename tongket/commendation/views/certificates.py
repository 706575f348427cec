"""Certificates of a case as one PDF, and the stock that they are printed onto."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.exports import certificates as drawing
from tongket.commendation.forms import StockForm, stock_correction_form
from tongket.commendation.models import Case, Stock
from tongket.commendation.queries import giving
from tongket.commendation.views.awards import CRUMBS
from tongket.commendation.views.cases import ROWS as CASES
from tongket.core import numbers
from tongket.org import access
from tongket.pages import corrections, exporting
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, text, unit
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_unit
from tongket.pages.forms import unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request

STOCK_CRUMBS = [*CRUMBS, (gettext_lazy("Stock of certificates"), "commendation:stocks")]
ROWS: Rows[Stock] = Rows(
    query=lambda: Stock.objects.select_related("unit__place"),
    crumbs=STOCK_CRUMBS,
    name=lambda stock: stock.name,
    url=None,
)
STOCKS: Listing[Stock] = Listing(
    title=gettext_lazy("Stock of certificates"),
    verb="movement.read",
    columns=[
        text("name", gettext_lazy("Name of the stock"), phone="title"),
        unit(),
        Column("size", gettext_lazy("Size (mm)"), lambda stock: _size(stock), phone="figure"),
        Column("test", gettext_lazy("Test page"), lambda stock: Cell(_("PDF"), _test_url(stock))),
    ],
    filters=[by_unit(starts_here=False)],
    order=("unit__place__pos", "name"),
    empty_text=gettext_lazy("No stock has been entered: certificates are printed for A4 lying."),
)


def _size(stock: Stock) -> str:
    return f"{numbers.number(stock.width_mm)} × {numbers.number(stock.height_mm)}"


def _test_url(stock: Stock) -> str:
    return reverse("commendation:stock_test", args=[stock.pk])


@require_GET
@access.policy("movement.read")
def stocks(request: Request) -> HttpResponse:
    rows = access.scope(Stock.objects.all(), request.person, "movement.read", on=request.today)
    may_write = access.holds(request.person, "movement.write", on=request.today)
    return STOCKS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Enter a stock"), "commendation:stock_new"),
        url_of=(lambda row: reverse("commendation:stock_correct", args=[row.pk])) if may_write else (lambda row: None),
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
    )


@require_GET
@access.policy("award.read")
def certificates(request: Request, pk: uuid.UUID) -> HttpResponse:
    """From which stock the certificates of a case are printed."""
    case = CASES.find(request, "award.read", pk=pk)
    offered = access.scope(Stock.objects.all(), request.person, "movement.read", on=request.today)
    lines: list[list[Cell | str]] = [_stock_line(case, None), *(_stock_line(case, stock) for stock in offered)]
    may_write = access.holds(request.person, "movement.write", on=request.today)
    if may_write:
        lines = [
            [*line, *(corrections.links(stock, stock_correct, stock_withdraw) if stock else ["", ""])]
            for line, stock in zip(lines, [None, *offered], strict=True)
        ]
    heads = [(_("Stock of certificates"), "start"), (_("Size (mm)"), "start"), (_("All certificates"), "start"),
             (_("Test page"), "start"), *(corrections.LINK_HEADS if may_write else [])]  # fmt: skip
    return Record(
        title=_("Print certificates"),
        subtitle=case.title,
        crumbs=[*CASES.above(case), (case.title, case.get_absolute_url())],
        buttons=[Button(_("Enter a stock"), reverse("commendation:stock_new"))] if may_write else [],
        sections=[Section(
            _("Print onto"),
            table=SmallTable(heads, lines),
            note=_(
                "Texts alone: frame and heading stand on the stock. Print the test page on plain paper first, hold it "
                "against the stock, and enter by how much it is off."
            ),
        )],
    ).respond(request)  # fmt: skip


def _stock_line(case: Case, stock: Stock | None) -> list[Cell | str]:
    fields = {"stock": str(stock.pk)} if stock is not None else {}
    url = link(reverse("commendation:certificates_pdf", args=[case.pk]), **fields)
    shown = stock or drawing.default_stock()
    test = _test_url(stock) if stock is not None else reverse("commendation:default_test")
    name = stock.name if stock is not None else _("A4 lying, as it comes")
    return [name, _size(shown), Cell(_("PDF"), url), Cell(_("PDF"), test)]


@require_GET
@access.policy("award.read")
def certificates_pdf(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All certificates of a case as one PDF, a page each."""
    case = CASES.find(request, "award.read", pk=pk)
    awards = access.scope(giving.awards_of(case), request.person, "award.read", on=request.today)
    awards = awards.select_related("giver_unit__place")
    chosen = request.GET.get("stock", "")
    stock = drawing.default_stock()
    if chosen:
        stock = access.find(Stock.objects.all(), request.person, "movement.read", _id(chosen), on=request.today)
    body = drawing.as_pdf(list(awards), stock)
    return exporting.send(request, body, f"giay-khen-{case.year}.pdf", verb="award.read", row=case)


def _id(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.UUID(int=0)


@require_GET
@access.policy("movement.read")
def stock_test(request: Request, pk: uuid.UUID) -> HttpResponse:
    stock = ROWS.find(request, "movement.read", pk=pk)
    return exporting.send(request, drawing.test_page(stock), "trang-thu.pdf", verb="movement.read", row=stock)


@require_GET
@access.policy("movement.read")
def default_test(request: Request) -> HttpResponse:
    body = drawing.test_page(drawing.default_stock())
    return exporting.send(request, body, "trang-thu.pdf", verb="movement.read")


@deed(
    "commendation:stock_new",
    verb="movement.write",
    form=unit_form(StockForm, "movement.write"),
    title=gettext_lazy("Enter a stock"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("Heights are those of the baselines from the top; size 0: the line is not printed."),
    crumbs=STOCK_CRUMBS,
    done=gettext_lazy("The stock was entered. Print its test page."),
    to=lambda _stock: reverse("commendation:stocks"),
)
def stock_new(data: Data, who: Who) -> Stock:
    return actions.add_stock(**data, **who)


@correction(
    "commendation:stock_correct",
    verb="movement.write",
    row=ROWS,
    form=stock_correction_form,
    title=gettext_lazy("Correct the stock"),
    to=lambda _stock: reverse("commendation:stocks"),
)
def stock_correct(stock: Stock, data: Data, who: Who) -> Stock:
    return actions.correct_stock(stock, **data, **who)


@withdrawal(
    "commendation:stock_withdraw",
    verb="movement.write",
    row=ROWS,
    title=gettext_lazy("Withdraw the stock"),
    to=lambda _stock: reverse("commendation:stocks"),
)
def stock_withdraw(stock: Stock, data: Data, who: Who) -> None:
    actions.withdraw_stock(stock, **data, **who)
