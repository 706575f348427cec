"""The page that asks once more before something entered by a slip is removed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.request import Request


def removal_page(
    request: Request,
    deed: Callable[[], None],
    *,
    title: str,
    subtitle: str,
    back: str,
    after: str,
    crumbs: Sequence[tuple[Any, str]],
) -> HttpResponse:
    """Ask on GET, do it on POST. back: where “cancel” leads; after: where the person goes when it is done."""
    form = OfficeForm(request.POST if request.method == "POST" else None)

    def done() -> bool:
        deed()
        return True

    if run_if_posted(request, form, done):
        messages.success(request, _("It was removed; the history keeps what it said."))
        return redirect(after)
    return form_page(
        request, form, title=title, subtitle=subtitle, submit_label=_("Remove"), cancel_url=back, crumbs=crumbs,
        is_danger=True, note=_("Only what was entered by a slip is removed."),
    )  # fmt: skip
