"""What an officer enters about a class."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.pages.forms import DayField, OfficeForm
from tongket.training.models import Kind


class ClassForm(OfficeForm):
    """A class; field names are those of actions.open_class."""

    kind = forms.ChoiceField(label=_("Kind of class"), choices=Kind)
    title = forms.CharField(label=_("Name of the class"), max_length=200)
    opened_on = DayField(label=_("Opened on"), help_text=_("The class counts in the year of this day."))
    closed_on = DayField(label=_("Closed on"), required=False)
    organiser = forms.CharField(label=_("Organiser"), max_length=200, required=False)
    learners = forms.IntegerField(label=_("Learners"), min_value=0, max_value=100_000)
