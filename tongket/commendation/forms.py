"""What an officer enters about awards, subjects and movements."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.commendation.models import ThematicTopic
from tongket.commendation.rules import Form, Ground
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import DayField, OfficeForm, year_field


class AwardForm(OfficeForm):
    """An award; field names are those of actions.NewAward. Without a card number the unit itself is commended."""

    card_number = forms.CharField(
        label=gettext_lazy("Card number of the member"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it empty to commend the unit itself."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Form of award"), choices=Form)
    ground = forms.ChoiceField(label=gettext_lazy("Given for"), choices=Ground)
    topic = forms.ModelChoiceField(
        ThematicTopic.objects.none(),
        label=gettext_lazy("Subject of commendation"),
        required=False,
        empty_label=gettext_lazy("no subject"),
    )
    title = forms.CharField(label=gettext_lazy("Award title"), max_length=200)
    giver = forms.CharField(label=gettext_lazy("Given by"), max_length=200)
    from_year = year_field(gettext_lazy("From year"))
    to_year = year_field(gettext_lazy("To year"))
    year = year_field(gettext_lazy("Counts in"), help_text=gettext_lazy("The year in whose review the award counts."))
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60)
    decided_on = DayField(label=gettext_lazy("Decided on"))

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.on = on
        topics: Any = self.fields["topic"]
        topics.queryset = access.scope(ThematicTopic.objects.all(), person, "movement.read", on=on).order_by("-year")

    def clean(self) -> dict[str, Any]:
        """`card_number` becomes `member`; the award belongs to the cell of that member."""
        values = self.cleaned_data
        card = values.pop("card_number", "")
        values["member"] = None
        if card:
            readable = access.scope(Member.objects.filter(card_number=card), self.person, "member.read", on=self.on)
            member = readable.select_related("person", "unit").first()
            if member is None:
                self.add_error("card_number", ValidationError(_("No member of your reach has this card number.")))
            else:
                values["member"], values["unit"] = member, member.unit
        return values


class TopicForm(OfficeForm):
    year = year_field()
    name = forms.CharField(label=gettext_lazy("Subject of commendation"), max_length=200)


class ModelsForm(OfficeForm):
    models_registered = forms.IntegerField(label=gettext_lazy("Models registered"), min_value=0, max_value=100_000)
    models_recognised = forms.IntegerField(label=gettext_lazy("Models recognised"), min_value=0, max_value=100_000)


class MovementForm(ModelsForm):
    year = year_field()
    name = forms.CharField(label=gettext_lazy("Movement"), max_length=200)
    field_order = ("unit", "year", "name", "models_registered", "models_recognised")


def chosen_unit(person: access.Reader, code: str, *, on: date) -> Unit | None:
    """The unit with that code among those whose figures the person reads; None: none chosen, or not theirs."""
    units = access.scope(Unit.objects.filter(code=code), person, "figure.read", on=on)
    return units.select_related("place").first() if code else None
