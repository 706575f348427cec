"""What is entered about directives; the addressees that later packages choose too."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.directives.kinds import Kind
from tongket.directives.models import Directive, Level, OwnDocument, ProgressReview, StudyMode
from tongket.directives.rules import DocumentState
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import DayField, OfficeForm, UnitField, seen_field
from tongket.pages.picker import PickerField
from tongket.pages.upload import UploadField
from tongket.sheets.files import Refused
from tongket.sheets.marks import ENDINGS, MOST_BYTES, CheckedFile, check_file

MOST_PERSONS = 1_000_000
FEW_DIRECTIVES = 20  # offered as a list
MOST_CHOICES = 400  # units to tick on one page


class DocumentField(forms.ModelChoiceField[OwnDocument]):
    def label_from_instance(self, obj: OwnDocument) -> str:
        return f"{obj.printed} · {obj.subject[:80]}"


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Units to tick, by their codes, in the order of the tree."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(units.select_related("place").order_by("place__pos"), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        return f"{'– ' * (obj.place.level - 1)}{obj.place.short_name}"


def add_chosen(form: Any) -> None:
    """Let the person tick single units of those addressed, where they are few enough for a page."""
    rows = access.scope(Unit.objects.filter(place__is_living=True), form.person, form.verb, on=form.on)
    if rows.count() <= MOST_CHOICES:
        form.fields["chosen"] = UnitsField(
            rows, label=_("Only these"), required=False, help_text=_("None ticked: all of them.")
        )


def only_chosen(rows: QuerySet[Unit], values: dict[str, Any]) -> QuerySet[Unit]:
    """The addressees, narrowed to those that were ticked."""
    chosen = values.get("chosen")
    return rows.filter(pk__in=[unit.pk for unit in chosen]) if chosen else rows


class AddresseesForm(OfficeForm):
    """A unit and how far below it something goes."""

    def __init__(self, person: access.Reader, verb: str, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.verb, self.on = person, verb, on
        self.put_first(
            unit=UnitField(person, verb, on=on),
            reach=forms.ChoiceField(
                label=_("To whom"),
                choices=[
                    ("children", _("the units directly under it")),
                    ("all", _("it and all units under it")),
                    ("one", _("this unit alone")),
                ],
                help_text=_("Units that have it already are left out."),
            ),
        )

    def units(self) -> QuerySet[Unit]:
        """The living units chosen, in the order of the tree, as far as the person holds the verb over them."""
        top: Unit = self.cleaned_data["unit"]
        rows = access.scope(Unit.objects.filter(place__is_living=True), self.person, self.verb, on=self.on)
        narrowed = {
            "one": lambda: rows.filter(pk=top.pk),
            "children": lambda: rows.filter(place__parent=top),
            "all": lambda: rows.filter(place__pos__range=(top.place.pos, top.place.last)),
        }[self.cleaned_data["reach"]]()
        return narrowed.select_related("place").order_by("place__pos")


class DirectiveForm(OfficeForm):
    """A directive; field names are those of actions.register."""

    kind = forms.ChoiceField(label=_("Document kind"), choices=Kind)
    number = forms.CharField(label=_("Number"), max_length=5, help_text=_("The number alone, as 08."))
    symbol = forms.CharField(label=_("Symbol"), max_length=24, help_text=_("The kind, a slash, the issuer: NQ/TU."))
    issued_on = DayField(label=_("Issued on"), required=False)
    issuer = forms.CharField(label=_("Issuer"), max_length=160)
    term = forms.CharField(
        label=_("Term of the issuer"), max_length=20, required=False, help_text=_("Where it is known, as 2020-2025.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, person: access.Reader, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = PickerField(
            "directive",
            person,
            "directive.read",
            on=on,
            few=FEW_DIRECTIVES,
            label=_("Made to carry out"),
            required=False,
            help_text=_("The document from above that it puts into practice."),
        )


class FileForm(OfficeForm):
    file = UploadField(
        label=_("File of the directive"),
        help_text=_("Never a document with a classification mark."),
        endings=ENDINGS,
        most_bytes=MOST_BYTES,
    )
    is_not_classified = forms.BooleanField(
        label=_("I confirm that the document is not classified"),
        help_text=_("The program looks for marks, but it cannot find every one of them."),
    )

    def clean_file(self) -> CheckedFile:
        sent = self.cleaned_data["file"]
        try:
            return check_file(text.clean(sent.name or "")[-160:], sent.read())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class AsksForm(OfficeForm):
    """What a directive asks of a unit; field names are those of actions.receive_many."""

    received_on = DayField(label=_("Received on"))
    study_due_on = DayField(
        label=_("To be studied by"), required=False, help_text=_("As the plan for this directive sets it.")
    )
    level = forms.ChoiceField(
        label=_("Who has to study it"), choices=[("", _("not said")), *Level.choices], required=False
    )
    study_form = forms.ChoiceField(
        label=_("In what form"), choices=[("", _("not said")), *StudyMode.choices], required=False
    )
    needs_programme = forms.BooleanField(label=_("An action programme of their own is asked for"), required=False)
    programme_due_on = DayField(label=_("Programme to be issued by"), required=False)


class PassOnForm(AsksForm, AddresseesForm):
    """To whom a directive goes, and what it asks of them."""

    interim_due_on = DayField(label=_("Interim review by"), required=False)
    final_due_on = DayField(label=_("Final review by"), required=False)

    def __init__(self, directive: Directive, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directive = directive
        add_chosen(self)

    def units(self) -> QuerySet[Unit]:
        return only_chosen(super().units(), self.cleaned_data).exclude(receipts__directive=self.directive)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "unit" in values and "reach" in values and not self.units().exists():
            self.add_error("unit", _("All the units chosen have it already, or there is none."))
        return values

    @property
    def values(self) -> dict[str, Any]:
        asks = {name: value for name, value in self.cleaned_data.items() if name not in {"unit", "reach", "chosen"}}
        return asks | {"units": list(self.units())}


class HandOnForm(OfficeForm):
    """To which units under its own a programme goes as a directive."""

    received_on = DayField(label=_("Received on"))
    study_due_on = DayField(label=_("To be studied by"), required=False)
    needs_programme = forms.BooleanField(label=_("An action programme of their own is asked for"), required=False)

    def __init__(self, units: QuerySet[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(units=UnitsField(units, label=_("To whom"), initial=[unit.code for unit in units]))


class StudyForm(OfficeForm):
    """A session; field names are those of actions.hold_study."""

    held_on = DayField(label=_("Held on"))
    form = forms.CharField(
        label=_("Form of study"), max_length=80, help_text=_("A conference, a cell meeting, online, documents to read.")
    )
    invited = forms.IntegerField(label=_("Invited"), min_value=1, max_value=MOST_PERSONS)
    present = forms.IntegerField(
        label=_("Present"),
        min_value=0,
        max_value=MOST_PERSONS,
        help_text=_("The number alone; no names are kept here."),
    )
    speaker = forms.CharField(
        label=_("Speaker"), max_length=120, required=False, help_text=_("The office, not the name of the person.")
    )


class ProgrammeForm(OfficeForm):
    """The unit's own programme; field names are those of actions.issue_programme."""

    document = DocumentField(
        OwnDocument.objects.none(),
        label=_("Document of our own"),
        required=False,
        help_text=_("Where it is in our register, number and day come from there."),
    )
    number = forms.CharField(label=_("Number"), max_length=5, required=False, help_text=_("The number alone, as 08."))
    symbol = forms.CharField(
        label=_("Symbol"), max_length=24, required=False, help_text=_("The kind, a slash, the issuer: CTr/ĐU.")
    )
    issued_on = DayField(label=_("Issued on"), required=False)

    def __init__(self, documents: QuerySet[OwnDocument], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = documents.filter(state=DocumentState.SIGNED).order_by("-issued_on", "number")
        if not field.queryset.exists():
            del self.fields["document"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("document"):
            for name in ("number", "symbol", "issued_on"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return values


class CoverageForm(OfficeForm):
    to_cover = forms.IntegerField(
        label=_("Members to cover"),
        min_value=1,
        max_value=MOST_PERSONS,
        help_text=_("Without those who are exempt or long absent."),
    )
    covered = forms.IntegerField(
        label=_("Members covered"),
        min_value=0,
        max_value=MOST_PERSONS,
        help_text=_("The number alone; no names are kept here."),
    )
    seen = seen_field()


class CarriedOutForm(OfficeForm):
    carried_out_on = DayField(label=_("Programme carried out on"))
    seen = seen_field()


class AskReviewForm(OfficeForm):
    kind = forms.ChoiceField(label=_("Interim or final"), choices=ProgressReview.Kind)
    due_on = DayField(label=_("Due on"))


class HoldReviewForm(OfficeForm):
    done_on = DayField(label=_("Held on"))
    document = forms.CharField(label=_("Document"), max_length=60, required=False)
    seen = seen_field()


class ReviewCorrectionForm(OfficeForm):
    """Field names are those of actions.correct_review."""

    due_on = DayField(label=_("Due on"))
    done_on = DayField(label=_("Held on"), required=False, help_text=_("Empty: it has not been held."))
    document = forms.CharField(label=_("Document"), max_length=60, required=False)


class PaperForm(OfficeForm):
    """A paper by number, symbol and day; field names are those of actions.correct_programme."""

    number = forms.CharField(label=_("Number"), max_length=5, help_text=_("The number alone, as 08."))
    symbol = forms.CharField(label=_("Symbol"), max_length=24, help_text=_("The kind, a slash, the issuer: CTr/ĐU."))
    issued_on = DayField(label=_("Issued on"))


# --- Documents of our own --------------------------------------------------------------------------------------------


class DocumentForm(OfficeForm):
    """A document; field names are those of documents.draft."""

    kind = forms.ChoiceField(label=_("Document kind"), choices=Kind)
    subject = forms.CharField(label=_("Subject"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    recipients = forms.CharField(label=_("Recipients"), max_length=300, required=False)
    is_of_congress = forms.BooleanField(
        label=_("Document of the congress"),
        required=False,
        help_text=_("All documents of a congress share one series."),
    )
    override_reason = forms.CharField(
        label=_("Why this unit issues it"),
        max_length=300,
        required=False,
        help_text=_("Only where the rules do not provide for it: the text or decision it rests on."),
    )


class CorrectSignedForm(OfficeForm):
    """What may be set right after the signing."""

    subject = forms.CharField(label=_("Subject"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    recipients = forms.CharField(label=_("Recipients"), max_length=300, required=False)


class TermForm(OfficeForm):
    issued_on = DayField(label=_("Issued on"))
    term_from_on = DayField(
        label=_("First day of the term"),
        required=False,
        help_text=_("Only where no committee is recorded: the day after the congress."),
    )


class SignForm(TermForm):
    seen = seen_field()


class ReserveForm(TermForm):
    """A number for a paper that is not held here; field names are those of documents.reserve."""

    kind = forms.ChoiceField(label=_("Document kind"), choices=Kind)
    field_order = ("kind",)


class VoidForm(OfficeForm):
    reason = forms.CharField(label=_("Why the number is void"), max_length=300)
    seen = seen_field()
