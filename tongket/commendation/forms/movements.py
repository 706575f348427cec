"""What is entered about subjects, movements with their models, and themes."""

from django import forms
from django.utils.translation import gettext_lazy

from tongket.pages.forms import OfficeForm, year_field


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
