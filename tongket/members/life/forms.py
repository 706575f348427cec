"""What is entered about candidates, transfers, exemptions and endings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tongket.members import checks
from tongket.members.forms import CellField, NewMemberForm
from tongket.members.models import Candidacy, Education, Member, Sex, SideState, Theory
from tongket.members.rules import MemberState
from tongket.org import access
from tongket.org.models import Unit
from tongket.org.queries.known import matches
from tongket.pages.forms import DayField, OfficeForm, seen_field
from tongket.pages.picker import PickerField
from tongket.units.forms.known import who_field, with_person
from tongket.votes.rules import Way


class CandidateForm(OfficeForm):
    """Field names are those of actions.introduce."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex, widget=forms.RadioSelect)
    born_on = DayField(label=gettext_lazy("Born on"))
    education = forms.ChoiceField(label=gettext_lazy("Education"), choices=Education, required=False)
    introduced_on = DayField(label=gettext_lazy("Introduced on"))
    certificate_on = DayField(label=gettext_lazy("Certificate issued on"), required=False)
    certificate_number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=40, required=False)
    organisation = forms.ChoiceField(
        label=gettext_lazy("Introducing organisation"), choices=Candidacy.Organisation, required=False
    )
    application_on = DayField(label=gettext_lazy("Application of"), required=False)
    verified_on = DayField(label=gettext_lazy("Verification complete on"), required=False)
    verification_number = forms.CharField(
        label=gettext_lazy("Number of the verification"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Day and number only: what the verification says is not kept here."),
    )
    age_reason = forms.CharField(label=gettext_lazy("Consent to the age"), max_length=300, required=False)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: dict[str, forms.Field] = {}
        for name, label, since in (
            ("first", gettext_lazy("First introducer"), gettext_lazy("Works with the first introducer since")),
            ("second", gettext_lazy("Second introducer"), gettext_lazy("Works with the second introducer since")),
        ):
            own[f"{name}_introducer"] = PickerField("member", person, "member.read", on=on, label=label, required=False)
            own[f"{name}_since_on"] = DayField(label=since, required=False)
        self.fields |= own
        self.order_fields([*list(self.base_fields)[:7], *own, *list(self.base_fields)[7:]])


class NewCandidateForm(CandidateForm):
    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, person=person, on=on, **kwargs)
        self.put_first(unit=CellField(person, "member.admit", on=on))


class ChangeCandidateForm(CandidateForm):
    seen = seen_field()
    because = forms.CharField(
        label=gettext_lazy("Reason of the correction"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Where something that stands there already is changed."),
    )


class NamesField(forms.ModelMultipleChoiceField[Member]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CellVoteForm(OfficeForm):
    """The vote of a cell; its base is worked out from the roll of the day."""

    held_on = DayField(label=gettext_lazy("Held on"))
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=Way, widget=forms.RadioSelect)
    present = forms.IntegerField(label=gettext_lazy("Present, of those who vote"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exempt = Member.objects.filter(unit=unit, state=MemberState.EXEMPT)  # unscoped: the caller found the unit
        if exempt.exists():
            self.fields["came"] = NamesField(
                exempt.select_related("person"),
                label=gettext_lazy("Exempt members who came"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=gettext_lazy("Those who came count in the base, the others do not."),
            )

    @property
    def values(self) -> dict[str, Any]:
        came = [member.person_id for member in self.cleaned_data.get("came", ())]
        return {**self.cleaned_data, "came": came}


class AdmissionVoteForm(CellVoteForm):
    override_reason = forms.CharField(
        label=gettext_lazy("Why a condition was waived"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only where a condition above is not met."),
    )


class DecideForm(OfficeForm):
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    received_on = DayField(label=gettext_lazy("Received by the cell on"), required=False)

    def __init__(self, row: Candidacy, *args: Any, reader: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = matches(row.full_name, reader, "member.admit", on=on, born_on=row.born_on)
        self.matches = [match for match in known if checks.may_become_member(match.person)]
        if self.matches:
            self.put_first(person=who_field(self.matches))

    @property
    def values(self) -> dict[str, Any]:
        """With whom of those known by the candidate's name the decision makes a member."""
        return with_person(super().values, self.matches)


class DropForm(OfficeForm):
    dropped_on = DayField(label=gettext_lazy("Dropped on"))
    reason = forms.CharField(label=gettext_lazy("Why it was dropped"), max_length=300)


class AskForm(OfficeForm):
    """Field names are those of actions.ask_transfer."""

    papers_on = DayField(label=gettext_lazy("Papers given on"))
    changed_on = DayField(
        label=gettext_lazy("Change of workplace or residence on"),
        required=False,
        help_text=gettext_lazy("From this day the member has 60 working days to start the transfer."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(to=CellField(person, "unit.find", on=on, label=gettext_lazy("New cell")))


class AcceptForm(OfficeForm):
    accepted_on = DayField(
        label=gettext_lazy("Accepted on"), help_text=gettext_lazy("The day from which the new cell counts the member.")
    )


class SendBackForm(OfficeForm):
    answer = forms.CharField(label=gettext_lazy("Why the papers go back"), max_length=300)


class ArrivalForm(NewMemberForm):
    """Field names are those of actions.transfer_in."""

    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex, widget=forms.RadioSelect)
    born_on = DayField(label=gettext_lazy("Born on"))
    party_age_from_on = DayField(
        label=gettext_lazy("Party age counts from"), help_text=gettext_lazy("The day of the admission decision.")
    )
    ceremony_on = DayField(label=gettext_lazy("Admission ceremony on"), required=False)
    official_on = DayField(
        label=gettext_lazy("Official member from"),
        required=False,
        help_text=gettext_lazy("Leave it empty for a probationary member."),
    )
    card_number = forms.CharField(label=gettext_lazy("Card number"), max_length=20, required=False)
    from_text = forms.CharField(label=gettext_lazy("Came from"), max_length=200)
    papers_on = DayField(label=gettext_lazy("Papers given on"))
    accepted_on = DayField(label=gettext_lazy("Accepted on"))
    education = forms.ChoiceField(label=gettext_lazy("Education"), choices=Education, required=False)
    theory = forms.ChoiceField(label=gettext_lazy("Political theory"), choices=Theory, required=False)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, reader=person, verb="member.write", on=on, **kwargs)
        self.put_first(unit=CellField(person, "member.write", on=on))


class SideStateForm(OfficeForm):
    """Field names are those of actions.begin_side_state."""

    kind = forms.ChoiceField(label=gettext_lazy("What begins"), choices=SideState.Kind, widget=forms.RadioSelect)
    from_on = DayField(label=gettext_lazy("From"))
    until_on = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The first day on which it no longer holds; a suspension gets its own end."),
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision"), max_length=120, required=False, help_text=gettext_lazy("Number and day.")
    )
    ground = forms.ChoiceField(label=gettext_lazy("Ground of an exemption"), choices=SideState.Ground, required=False)
    host_text = forms.CharField(label=gettext_lazy("Place of the stay"), max_length=200, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why a condition was waived"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only for an absence shorter or longer than the text says."),
    )

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host = CellField(person, "unit.find", on=on, label=gettext_lazy("Cell of the stay"), required=False)
        self.fields["host"] = host
        self.order_fields(["kind", "from_on", "until_on", "decision", "ground", "host", "host_text", "reason"])


class ReturnForm(OfficeForm):
    ended_on = DayField(label=gettext_lazy("Returned to activity on"))


class ProlongForm(OfficeForm):
    decision = forms.CharField(
        label=gettext_lazy("Decision"), max_length=120, help_text=gettext_lazy("Number and day.")
    )


class NotQualifiedForm(OfficeForm):
    """Field names are those of actions.propose_removal."""

    proposed_on = DayField(label=gettext_lazy("Proposed on"))
    number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=40)


class NoticeForm(OfficeForm):
    notified_on = DayField(label=gettext_lazy("Notice sent on"))


class RestoreForm(OfficeForm):
    """Field names are those of actions.restore."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    from_on = DayField(label=gettext_lazy("From"))
    party_age_note = forms.CharField(label=gettext_lazy("Note on Party age"), max_length=300, required=False)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=CellField(person, "member.write", on=on))


class ReadmitForm(OfficeForm):
    """Field names are those of actions.readmit."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    age_reason = forms.CharField(label=gettext_lazy("Consent to the age"), max_length=300, required=False)
    reason = forms.CharField(label=gettext_lazy("Why a condition was waived"), max_length=300, required=False)
    party_age_note = forms.CharField(label=gettext_lazy("Note on Party age"), max_length=300, required=False)

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=CellField(person, "member.admit", on=on))


# --- Corrections -----------------------------------------------------------------------------------------------------


class SpellForm(OfficeForm):
    from_on = DayField(
        label=gettext_lazy("From"), help_text=gettext_lazy("The day from which this cell counts the member.")
    )


class TransferCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_transfer."""

    papers_on = DayField(label=gettext_lazy("Papers given on"))
    changed_on = DayField(label=gettext_lazy("Change of workplace or residence on"), required=False)
    from_text = forms.CharField(label=gettext_lazy("Came from"), max_length=200)


class EndingCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_ending."""

    left_on = DayField(label=gettext_lazy("Day of the end"))
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40, required=False)
    decided_on = DayField(label=gettext_lazy("Date of the decision"), required=False)
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200, required=False)
    to_text = forms.CharField(label=gettext_lazy("Went to"), max_length=200, required=False)
    notified_on = DayField(label=gettext_lazy("Notice sent on"), required=False)


class RestorationCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_restoration."""

    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=40)
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    from_on = DayField(label=gettext_lazy("From"))
    party_age_note = forms.CharField(label=gettext_lazy("Note on Party age"), max_length=300, required=False)


class ProposalCorrectionForm(OfficeForm):
    proposed_on = DayField(label=gettext_lazy("Proposed on"))
    number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=40)


class SideCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_side_state."""

    from_on = DayField(label=gettext_lazy("From"))
    until_on = DayField(label=gettext_lazy("Until"), required=False)
    ended_on = DayField(label=gettext_lazy("Ended on"))
    decision = forms.CharField(label=gettext_lazy("Decision"), max_length=120, required=False)
    ground = forms.ChoiceField(label=gettext_lazy("Ground of an exemption"), choices=SideState.Ground, required=False)
    host_text = forms.CharField(label=gettext_lazy("Place of the stay"), max_length=200, required=False)
    waived = forms.CharField(label=gettext_lazy("Why a condition was waived"), max_length=300, required=False)
