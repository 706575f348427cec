"""What is entered about subjects, movements with their models, and themes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tongket.commendation.models import Movement, Theme
from tongket.org import access
from tongket.pages.forms import DayField, OfficeForm, UnitField, year_field


class TopicForm(OfficeForm):
    year = year_field()
    name = forms.CharField(label=gettext_lazy("Subject of commendation"), max_length=200)


class TopicCorrectionForm(OfficeForm):
    name = forms.CharField(label=gettext_lazy("Subject of commendation"), max_length=200)
    order = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=1000)


class ModelsForm(OfficeForm):
    name = forms.CharField(label=gettext_lazy("Movement"), max_length=200)
    models_registered = forms.IntegerField(label=gettext_lazy("Models registered"), min_value=0, max_value=100_000)
    models_recognised = forms.IntegerField(label=gettext_lazy("Models recognised"), min_value=0, max_value=100_000)


class MovementForm(ModelsForm):
    year = year_field()
    field_order = ("unit", "year", "name", "models_registered", "models_recognised")


class ModelForm(OfficeForm):
    """A model with its author; recognised where it has its decision."""

    name = forms.CharField(label=gettext_lazy("Model"), max_length=300)
    author = forms.CharField(label=gettext_lazy("Author"), max_length=200)
    content = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    movement = forms.ModelChoiceField(
        Movement.objects.none(), label=gettext_lazy("Movement"), required=False,
        empty_label=gettext_lazy("no movement"),
    )  # fmt: skip
    registered_on = DayField(label=gettext_lazy("Registered on"))
    recognised_on = DayField(label=gettext_lazy("Recognised on"), required=False)
    decision_number = forms.CharField(label=gettext_lazy("Decision"), max_length=60, required=False)

    def offer(self, person: access.Reader, on: date) -> "ModelForm":
        """Offer the movements within reach."""
        movements: Any = self.fields["movement"]
        movements.queryset = access.scope(Movement.objects.all(), person, "movement.read", on=on).order_by("-year")
        return self


MODEL_FIELDS = tuple(ModelForm.base_fields)


class SpreadCorrectionForm(OfficeForm):
    from_on = DayField(label=gettext_lazy("Since"))
    result = forms.CharField(label=gettext_lazy("Result"), max_length=300, required=False)


class SpreadForm(SpreadCorrectionForm):
    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "movement.write", on=on))


class ThemeForm(OfficeForm):
    span = forms.ChoiceField(label=gettext_lazy("Type"), choices=Theme.Span)
    name = forms.CharField(label=gettext_lazy("Chosen theme"), max_length=300)
    from_year = year_field(gettext_lazy("From year"))
    to_year = year_field(gettext_lazy("To year"))
    document = forms.CharField(label=gettext_lazy("Document"), max_length=120, required=False)


THEME_FIELDS = tuple(ThemeForm.base_fields)


class WorkCorrectionForm(OfficeForm):
    registered = forms.CharField(
        label=gettext_lazy("Registered"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    registered_on = DayField(label=gettext_lazy("Registered on"))
    done = forms.CharField(
        label=gettext_lazy("Done"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    done_on = DayField(label=gettext_lazy("Done on"), required=False)


WORK_FIELDS = tuple(WorkCorrectionForm.base_fields)


class WorkForm(WorkCorrectionForm):
    year = year_field()
    field_order = ("unit", "year", "registered", "registered_on", "done", "done_on")

    def __init__(self, *args: Any, person: access.Reader, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_first(unit=UnitField(person, "movement.write", on=on))
