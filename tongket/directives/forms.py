"""What is entered about directives; the addressees that later packages choose too."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongket.directives.models import Kind
from tongket.org import access
from tongket.org.forms import DayField, OfficeForm, UnitField
from tongket.org.models import Unit

MOST_PERSONS = 1_000_000


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
    subject = forms.CharField(label=_("Subject"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PassOnForm(AddresseesForm):
    """To whom a directive goes, and what it asks of them."""

    received_on = DayField(label=_("Received on"))
    study_due_on = DayField(
        label=_("To be studied by"), required=False, help_text=_("As the plan for this directive sets it.")
    )
    needs_programme = forms.BooleanField(label=_("An action programme of their own is asked for"), required=False)


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

    number = forms.CharField(label=_("Number"), max_length=5, help_text=_("The number alone, as 08."))
    symbol = forms.CharField(label=_("Symbol"), max_length=24, help_text=_("The kind, a slash, the issuer: CTr/ĐU."))
    issued_on = DayField(label=_("Issued on"))
