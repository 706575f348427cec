"""How forms look and what they share."""

import uuid
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


class Renderer(DjangoTemplates):
    """Fields by our own template, found through the project's loaders."""

    field_template_name = "web/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("web/"):
            return get_template(template_name)
        return super().get_template(template_name)


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
    )
    input_formats = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    submit_label: str,
    cancel_url: str,
    subtitle: str = "",
    note: str = "",
    crumbs: list[dict[str, str]] | None = None,
    is_danger: bool = False,
    method: str = "post",
) -> HttpResponse:
    """A page with one form. A form with errors keeps what was typed and answers 422."""
    key = request.POST.get("idempotency_key") or uuid.uuid4().hex
    context = {
        "title": title,
        "subtitle": subtitle,
        "crumbs": crumbs or [],
        "form": form,
        "submit_label": submit_label,
        "cancel_url": cancel_url,
        "idempotency_key": key,
        "note": note,
        "is_danger": is_danger,
        "method": method,
    }
    return render(request, "web/form.html", context, status=422 if form.is_bound and form.errors else 200)
