"""People from one Excel sheet: looked at row by row, entered at once; and slips for all of them in one printing."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import numbers
from tongket.org import access, actions
from tongket.org.models import Account, Person
from tongket.org.queries import grants
from tongket.org.queries import people as queries
from tongket.pages import limits, once
from tongket.pages.deeds import who
from tongket.pages.exporting import send
from tongket.pages.forms import posted
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.sheets import child, files
from tongket.units.forms import people_rights
from tongket.units.forms.people_sheet import ANOTHER, COLUMNS, PeopleSheetForm, SheetRow, check, rows_of
from tongket.units.views.accounts import CRUMBS, new_slip, slips_page

VERB = "account.write"
SALT, LASTS = "units.people_sheet", 3600  # seconds in which a sheet that was looked at can be confirmed


@require_GET
@access.policy(VERB)
def template(request: Request) -> HttpResponse:
    """The sheet to fill in, with one row as an example."""
    example = ["Phạm Văn Tra", "05/02/1980", "", _("name or code"), "Bí thư", "12-QĐ/ĐU", "01/12/2026", ""]
    example.append("theo chức vụ")
    head = [labels[0] for labels in COLUMNS.values()]
    note = _(
        "Leave the login empty for one made of the name; write “không” where no account is wanted. Rights: “theo chức "
        "vụ” for what usually goes with the office, or such as “Văn phòng@GDDT; Tổ chức”; empty for none."
    )
    return send(
        request, workbook(_("People and accounts"), note, head, [example]), "nguoi-va-tai-khoan.xlsx", verb=VERB
    )


@require_http_methods(["GET", "POST"])
@access.policy(VERB)
def upload(request: Request) -> HttpResponse:
    """Take a sheet and show what it would do; nothing is saved."""
    if request.method == "POST":
        limits.count(request, limits.IMPORTS, VERB)
    form = PeopleSheetForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = rows_of(child.read(file.read(), file.name))
        except (files.Refused, ValueError) as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, rows, check(rows, {}, request.person, on=request.today))
    context = {
        "form": form,
        "title": _("People from Excel"),
        "note": _("The sheet is looked through and shown to you first. Nothing is saved until you confirm."),
        "submit_label": _("Check the sheet"),
        "cancel_url": reverse("units:people"),
        "crumbs": [(label, reverse(name)) for label, name in CRUMBS],
    }
    return render(request, "web/people_upload.html", context, status=422 if form.errors else 200)


def _seconds(request: Request, checked: list[SheetRow]) -> list[Person]:
    """Who may be the second person of all rights of a sheet that need one; none where none does (S-07)."""
    rights = [right for row in checked for right in row.rights if right.needs_second]
    if not rights:
        return []
    receivers = {row.new.person for row in checked if row.new and row.new.person}
    but = [request.person, *receivers]
    may = [{*grants.seconds(right.unit, right.domain, but=but, on=request.today)} for right in rights]
    return sorted(set.intersection(*may), key=lambda person: person.name_order)


def _preview(
    request: Request,
    rows: list[dict[str, str]],
    checked: list[SheetRow],
    status: int = 200,
    *,
    asks_second: bool = False,
) -> HttpResponse:
    """asks_second: whether the second person was to be chosen and was not."""
    needing = people_rights.needing_second(right for row in checked for right in row.rights)
    payload = signing.dumps({"person": str(request.person.pk), "rows": rows}, salt=SALT, compress=True)
    context = {
        "rows": checked,
        "another": ANOTHER,
        "payload": payload,
        "wrong": sum(bool(row.errors) for row in checked),
        "asked": sum(row.is_asked for row in checked),
        "needing": ", ".join(str(domain.label) for domain in needing),
        "seconds": _seconds(request, checked),
        "second": request.POST.get("confirmer", ""),
        "asks_second": asks_second,
        "crumbs": [(label, reverse(name)) for label, name in CRUMBS],
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "web/people_sheet.html", context, status=status)


@require_POST
@access.policy(VERB)
def confirm(request: Request) -> HttpResponse:
    """Enter all people of a sheet that was looked at, or none."""
    try:
        payload = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature as wrong:
        raise ValidationError(_("The sheet was looked at too long ago: send it once more.")) from wrong
    if payload["person"] != str(request.person.pk):
        raise ValidationError(_("The sheet was looked at by somebody else: send it once more."))
    rows = payload["rows"]
    checked = check(rows, request.POST.dict(), request.person, on=request.today)
    if any(row.errors or row.is_asked for row in checked):
        return _preview(request, rows, checked, status=422)
    second = next((one for one in _seconds(request, checked) if str(one.pk) == request.POST.get("confirmer")), None)
    if second is None and any(right.needs_second for row in checked for right in row.rights):
        return _preview(request, rows, checked, status=422, asks_second=True)

    def save() -> HttpResponse:
        made = actions.add_people([row.new for row in checked if row.new], confirmer=second, **who(request))
        given = sum(len(row.rights) for row in checked)
        if given:
            words = ngettext("%(count)s right was entered.", "%(count)s rights were entered.", given)
            messages.success(request, words % {"count": numbers.number(given)})
        if second is not None:
            messages.info(request, _("Rights wait until %(who)s has confirmed them.") % {"who": second})
        words = ngettext("%(count)s account was made.", "%(count)s accounts were made.", len(made))
        messages.success(request, words % {"count": numbers.number(len(made))})
        return redirect("units:slips")

    return once.take(request, save)


@require_http_methods(["GET", "POST"])
@access.policy(VERB)
@once.saves
def slips(request: Request) -> HttpResponse:
    """Slips for those who have set no password yet: chosen, then printed in one paper, four on a sheet."""
    within: Any = access.scope(Account.objects.all(), request.person, VERB, on=request.today)
    waiting = [row for row in queries.without_password(within) if row.person_id != request.person.pk]
    chosen = {*request.POST.getlist("account")}
    printed = [account for account in waiting if str(account.public_id) in chosen]
    if request.method == "POST" and printed:
        made = [new_slip(request, account) for account in printed]
        return slips_page(request, made, back_url=reverse("units:people"))
    crumbs = [(label, reverse(name)) for label, name in CRUMBS]
    status = 422 if request.method == "POST" else 200
    return render(request, "web/slips_choose.html", {"accounts": waiting, "crumbs": crumbs}, status=status)
