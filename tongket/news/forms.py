"""What an author enters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongket.news.rules import SectionOfNews
from tongket.pages.forms import OfficeForm


class PostForm(OfficeForm):
    """A post; field names are those of actions.write."""

    section = forms.ChoiceField(label=_("Section of the news"), choices=SectionOfNews)
    title = forms.CharField(label=_("Headline"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 14}))
