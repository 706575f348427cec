"""What is entered for a committee, a seat in it, a consent, a code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.org.actions.committees import IN_COMMITTEE, INSPECTION_SEATS
from tongket.org.committee_rules import may_have
from tongket.org.models import CommitteeKind, CommitteeTerm, ConsentKind, Office, OfficeTerm, Unit
from tongket.pages.forms import DayField, OfficeForm, seen_field
from tongket.units.forms.known import NamedPersonForm

LARGEST_COMMITTEE = 200


def _size(label: Any, *, first: int = 0, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=first, max_value=LARGEST_COMMITTEE, help_text=help_text)


class TermForm(OfficeForm):
    """A committee for a term."""

    kind = forms.TypedChoiceField(label=_("Committee"), choices=CommitteeKind, coerce=CommitteeKind)
    name = forms.CharField(label=_("Term"), max_length=40, help_text=_("Such as 2025–2030."))
    how = forms.ChoiceField(
        label=_("How"), choices=CommitteeTerm.How,
        help_text=_("Appointed: the first one after a creation, a merger or a split; its term may be shorter."),
    )  # fmt: skip
    from_on = DayField(label=_("From"), help_text=_("The day of the election or of the appointment."))
    until_on = DayField(label=_("Until"), help_text=_("The day on which the next one is due."))
    congress_on = DayField(label=_("Day of the congress"), required=False)
    committee_size = _size(_("Committee members"), first=1, help_text=_("As the superior set them for this term."))
    standing_size = _size(_("Members of the standing committee"), help_text=_("0 for fewer than 9 members."))
    deputies = _size(_("Deputy secretaries"))
    inspection_size = _size(_("Members of the inspection commission"))
    size_document = forms.CharField(label=_("Sizes set by"), max_length=60, required=False)
    size_document_on = DayField(label=_("Date of that document"), required=False)
    reason = forms.CharField(
        label=_("Why it departs from the rule"), max_length=300, required=False,
        help_text=_("Only where it does: the text or the decision on which it rests."),
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [kind for kind in CommitteeKind if may_have(unit.place.the_kind, kind)]
        others = [kind for kind in (CommitteeKind.INSPECTION,) if kind not in own]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in [*own, *others]]
        for name in ("standing_size", "deputies", "inspection_size"):
            self.fields[name].initial = 0


class TermCorrectionForm(TermForm):
    seen = seen_field()


class ApprovedForm(OfficeForm):
    """The paper of a seat and the superior's approval of it."""

    how = forms.ChoiceField(label=_("How"), choices=OfficeTerm.How)
    decision = forms.CharField(label=_("Decision or minutes"), max_length=60)
    from_on = DayField(label=_("Since"))
    approval = forms.CharField(
        label=_("Approved by the superior with"), max_length=60, required=False,
        help_text=_("An elected secretary, deputy or member of the standing committee is formal from then on."),
    )  # fmt: skip
    approved_on = DayField(label=_("Date of the approval"), required=False)


class SeatForm(NamedPersonForm, ApprovedForm):
    """Somebody in a committee."""

    card_number = forms.CharField(
        label=_("Card number"), max_length=20, required=False, help_text=_("Where several people have that name.")
    )
    office = forms.ChoiceField(label=_("Office held"), choices=Office)
    field_order = ("full_name", "person", "card_number", "office")

    def __init__(self, *args: Any, committee: CommitteeTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = INSPECTION_SEATS if committee.kind == CommitteeKind.INSPECTION else IN_COMMITTEE
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(office.value, office.label) for office in Office if office in offices]
        if self.data.get("card_number", "").strip() and "person" in self.fields:
            self.fields["person"].required = False  # the card says who is meant


class SeatCorrectionForm(ApprovedForm):
    seen = seen_field()
    until_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: the office is held again. Rights that ended with it are given anew."),
    )


class ConsentForm(OfficeForm):
    """The consent of the direct superior committee."""

    kind = forms.ChoiceField(label=_("Consent to"), choices=ConsentKind)
    number = forms.CharField(label=_("Number of the document"), max_length=40)
    decided_on = DayField(label=_("Date of the document"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)


class CodeForm(OfficeForm):
    official_code = forms.CharField(
        label=_("Official code"),
        max_length=18,
        required=False,
        help_text=_("As it was given, like 38.168.053.000.001."),
    )
