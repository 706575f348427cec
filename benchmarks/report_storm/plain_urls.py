"""The pages that a send is compared with, in the same server, behind the same middleware and rights.

trivial/: two letters, for anybody or for somebody signed in. plain/: the same report sent as Django's own chapters
would have it: a Form that knows its fields and checks them, get and update_or_create for each row, one deed after
another. It refuses what ours refuses, takes a form that comes again once, keeps what was sent before, and adds the
same link to the same chain of the log.
"""

import hashlib
import json
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongket.core import text
from tongket.core.periods import Period
from tongket.org import access
from tongket.org.models import AuditHead, AuditRow, HistoryRow, Submission
from tongket.reports.models import FieldKind, Form, Report
from tongket.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@access.policy(access.ANYONE)
def trivial(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@access.policy(access.SIGNED_IN)
def trivial_signed_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


class PlainForm(forms.Form):
    """The fields of one form of report, and what must agree in them."""

    text = forms.CharField(max_length=5000, required=False, widget=forms.Textarea)
    explanation = forms.CharField(max_length=1000, required=False, widget=forms.Textarea)
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        for one in report.form.fields_asked():
            if one.kind == FieldKind.TEXT:
                area = forms.CharField(label=one.label, max_length=5000, required=False, widget=forms.Textarea)
                self.fields[f"figure_{one.code}"] = area
            else:
                number = forms.IntegerField(label=one.label, min_value=0, max_value=10**9 - 1)
                self.fields[f"figure_{one.code}"] = number

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        before = (
            Report.objects.filter(
                unit=self.report.unit,
                form__code=self.report.form.code,
                period=Period(self.report.period).previous().code,
            )
            .exclude(sent_on=None)
            .first()
        )
        last = before.content.get("figures", {}) if before else {}
        for check in self.report.form.checks:
            if check["rule"] == "sum":
                together = sum(found.get(f"figure_{code}") or 0 for code in check["parts"])
                if found.get(f"figure_{check['total']}") not in {None, together}:
                    self.add_error(f"figure_{check['total']}", f"The parts make {together}.")
            elif check["rule"] == "at_most":
                value, limit = found.get(f"figure_{check['value']}"), found.get(f"figure_{check['limit']}")
                if value is not None and limit is not None and value > limit:
                    self.add_error(f"figure_{check['value']}", f"At most {limit}.")
            elif check["rule"] == "change" and int(last.get(check["value"]) or 0):
                value, was = found.get(f"figure_{check['value']}"), int(last[check["value"]])
                if value is not None and abs(value - was) * 100 > check["percent"] * was and not found["explanation"]:
                    self.add_error(f"figure_{check['value']}", f"It was {was}: correct it, or explain it.")
        return found


@require_POST
@access.policy("report.send")
def plain(request: Any, pk: Any) -> HttpResponse:
    rows = access.scope(Report.objects.all(), request.person, "report.send", on=request.today)
    report = get_object_or_404(rows.select_related("unit__place", "form"), pk=pk)
    said = json.dumps(sorted((name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"))
    body = hashlib.sha256(said.encode()).hexdigest()
    form = PlainForm(report, request.POST)
    if not form.is_valid():
        return render(request, "web/form.html", {"form": form}, status=422)
    with transaction.atomic():
        submission, is_new = Submission.objects.get_or_create(
            actor=str(request.person.pk),
            operation=request.path[:80],
            key=request.POST["idempotency_key"],
            defaults={"body_hash": body, "answer_url": report.get_absolute_url(), "at": timezone.now()},
        )
        if not is_new:
            return redirect(submission.answer_url) if submission.body_hash == body else HttpResponse(status=422)
        report = Report.objects.select_for_update(of=["self"]).select_related("unit", "form").get(pk=pk)
        if report.state not in {"DUE", "RETURNED"} or report.version != form.cleaned_data["seen"]:
            return HttpResponse(status=409)
        HistoryRow.objects.create(
            about="reports.report", object_id=str(report.pk), version=report.version, at=timezone.now(),
            by=request.person, old=_old(report), held_class="D1",
        )  # fmt: skip
        report, _is_made = Report.objects.update_or_create(
            unit=report.unit,
            form=report.form,
            period=report.period,
            defaults={
                "state": "SENT",
                "sent_on": report.sent_on or request.today,
                "sent_by": request.person,
                "content": _content(report.form, form.cleaned_data),
                "draft": {},
                "note": "",
                "remarks": {},
                "version": report.version + 1,
            },
        )
        _log(request, report)
    messages.success(request, "Đã gửi báo cáo.")
    return redirect(report)


def _old(report: Report) -> dict[str, Any]:
    """What the report held in the fields that a send changes."""
    names = ("state", "sent_on", "sent_by_id", "content", "draft", "note", "remarks")
    values = {name: getattr(report, name) for name in names}
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}


def _content(form: Form, values: dict[str, Any]) -> dict[str, Any]:
    asked = list(form.fields_asked())
    numbers = [one.code for one in asked if one.kind == FieldKind.NUMBER]
    texts = [one.code for one in asked if one.kind == FieldKind.TEXT]
    return {
        "figures": {code: str(values[f"figure_{code}"]) for code in numbers},
        "texts": {code: text.clean(values[f"figure_{code}"]) for code in texts},
        "text": text.clean(values["text"]),
        "explanation": text.clean(values["explanation"]),
    }


def _log(request: Any, report: Report) -> None:
    """One more link of the unit's chain, as org.audit writes it."""
    from tongket.org import audit

    AuditHead.objects.get_or_create(chain=str(report.unit_id))
    head = AuditHead.objects.select_for_update().get(chain=str(report.unit_id))
    row = AuditRow(
        chain=head.chain, number=head.number + 1, at=timezone.now(), on=request.today, actor=str(request.person.pk),
        session=hashlib.sha256(request.session.session_key.encode()).hexdigest(), policy="report.send",
        about="reports.report", object_id=str(report.pk), fields=dict.fromkeys(["state", "sent_on", "content"]),
        previous_hash=head.hash,
    )  # fmt: skip
    row.hash = audit.digest(row)
    row.save()
    head.number, head.hash = row.number, row.hash
    head.save()


urlpatterns += [
    path("trivial/", trivial),
    path("trivial/signed-in/", trivial_signed_in),
    path("plain/<uuid:pk>/", plain),
]
