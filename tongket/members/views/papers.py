"""Cards issued to a member and the papers that come every year: noted, corrected and withdrawn on the member's page."""

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.members.actions import papers as actions
from tongket.members.models import Card, Member, YearlyPaper
from tongket.members.pages import MEMBERS, ROLL
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.columns import Cell
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import DayField, OfficeForm
from tongket.pages.record import Section, SmallTable

VERB = "member.write"


def _member_url(row: Card | YearlyPaper) -> str:
    return reverse("members:record", args=[row.member_id])


CARDS = Rows(
    query=lambda: Card.objects.select_related("member__person", "unit__place"),
    crumbs=ROLL,
    name=lambda row: row.member.name,
    subtitle=lambda row: row.number,
    url=_member_url,
)
PAPERS = Rows(
    query=lambda: YearlyPaper.objects.select_related("member__person", "unit__place"),
    crumbs=ROLL,
    name=lambda row: row.member.name,
    subtitle=lambda row: f"{row.get_kind_display()}, {row.year}",
    url=_member_url,
)


# --- Cards -----------------------------------------------------------------------------------------------------------


class CardForm(OfficeForm):
    number = forms.CharField(label=gettext_lazy("Card number"), max_length=20)
    issued_on = DayField(label=gettext_lazy("Card given on"))
    reason = forms.ChoiceField(label=gettext_lazy("Why it was issued"), choices=Card.Reason.choices)
    document = forms.CharField(label=gettext_lazy("Decision or list"), max_length=120, required=False)


@deed(
    "members:issue_card",
    verb=VERB,
    row=MEMBERS,
    form=CardForm,
    title=gettext_lazy("Note a Party card"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("The record has the number of the card that was issued last."),
    done=gettext_lazy("The card was noted."),
    to=_member_url,
)
def issue_card(member: Member, data: Data, who: Who) -> Card:
    return actions.issue_card(member, **data, **who)


@correction(
    "members:correct_card",
    verb=VERB,
    row=CARDS,
    form=CardForm,
    fields=("number", "issued_on", "reason", "document"),
    title=gettext_lazy("Correct the Party card"),
    to=_member_url,
)
def correct_card(card: Card, data: Data, who: Who) -> Card:
    return actions.correct_card(card, **data, **who)


@withdrawal(
    "members:withdraw_card",
    verb=VERB,
    row=CARDS,
    title=gettext_lazy("Withdraw the Party card"),
    note=gettext_lazy("The record has the number from before again."),
    to=lambda member: member.get_absolute_url(),
)
def withdraw_card(card: Card, data: Data, who: Who) -> Member:
    return actions.withdraw_card(card, **data, **who)


# --- Yearly papers ---------------------------------------------------------------------------------------------------


class PaperForm(OfficeForm):
    kind = forms.ChoiceField(label=gettext_lazy("Paper"), choices=YearlyPaper.Kind.choices)
    year = forms.IntegerField(label=gettext_lazy("For the year"), min_value=1930, max_value=2100)
    received_on = DayField(label=gettext_lazy("Received on"))
    from_body = forms.CharField(
        label=gettext_lazy("From which body"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Of a comment: the cell or committee at the place of residence. What it says is not kept."
        ),
    )


@deed(
    "members:receive_paper",
    verb=VERB,
    row=MEMBERS,
    form=PaperForm,
    initial=lambda request, _row: {"year": request.today.year, "received_on": request.today},
    title=gettext_lazy("Note a yearly paper"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The paper was noted."),
    to=_member_url,
)
def receive_paper(member: Member, data: Data, who: Who) -> YearlyPaper:
    return actions.receive_paper(member, **data, **who)


@correction(
    "members:correct_paper",
    verb=VERB,
    row=PAPERS,
    form=PaperForm,
    fields=("kind", "year", "received_on", "from_body"),
    title=gettext_lazy("Correct the yearly paper"),
    to=_member_url,
)
def correct_paper(row: YearlyPaper, data: Data, who: Who) -> YearlyPaper:
    return actions.correct_paper(row, **data, **who)


@withdrawal(
    "members:withdraw_paper",
    verb=VERB,
    row=PAPERS,
    title=gettext_lazy("Withdraw the yearly paper"),
    to=lambda member: member.get_absolute_url(),
)
def withdraw_paper(row: YearlyPaper, data: Data, who: Who) -> Member:
    return actions.withdraw_paper(row, **data, **who)


# --- On the page of the member ---------------------------------------------------------------------------------------


def sections(member: Member, person: Person, on: date) -> list[Section]:
    """The cards and the yearly papers; who keeps the roll notes more and puts them right."""
    may_write = access.may(person, VERB, member, on=on)
    cards: list[list[Cell | str]] = [
        [
            dates.dmy(card.issued_on),
            card.number,
            capfirst(str(card.get_reason_display())),
            card.document,
            *(links(card, correct_card, withdraw_card) if may_write else []),
        ]
        for card in member.cards.order_by("-issued_on")
    ]
    papers: list[list[Cell | str]] = [
        [
            dates.dmy(paper.received_on),
            capfirst(str(paper.get_kind_display())),
            str(paper.year),
            paper.from_body,
            *(links(paper, correct_paper, withdraw_paper) if may_write else []),
        ]
        for paper in member.yearly_papers.order_by("-received_on")
    ]
    ends = LINK_HEADS if may_write else []
    card_heads = [
        (_("Card given on"), "start"), (_("Card number"), "start"), (_("Why it was issued"), "start"),
        (_("Decision or list"), "start"), *ends,
    ]  # fmt: skip
    paper_heads = [
        (_("Received on"), "start"), (_("Paper"), "start"), (_("For the year"), "start"),
        (_("From which body"), "start"), *ends,
    ]  # fmt: skip
    may_note = may_write and member.is_on_roll
    parts = []
    if cards or may_note:
        note = [issue_card.button(member)] if may_note else []
        table = SmallTable(card_heads, cards, _("No card has been noted with its day."))
        parts.append(Section(_("Party cards"), table=table, buttons=note))
    if papers or may_note:
        note = [receive_paper.button(member)] if may_note else []
        table = SmallTable(paper_heads, papers, _("No yearly paper has been noted."))
        parts.append(Section(_("Yearly papers"), table=table, buttons=note))
    return parts
