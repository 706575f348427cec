"""Deeds that ask once more before something entered by a slip is removed."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from tongket.pages.deeds import Deed, Rows, deed
from tongket.pages.forms import OfficeForm


def removal(
    name: str, *, verb: str, row: Rows[Any], title: Any, to: Callable[[Any], str] | None = None
) -> Callable[[Callable[..., Any]], Deed[Any]]:
    """Make a view of a function that removes a row: it asks on GET, removes on POST. to: as of `deed`."""
    return deed(
        name,
        verb=verb,
        row=row,
        form=OfficeForm,
        title=title,
        label=gettext_lazy("Remove"),
        note=gettext_lazy("Only what was entered by a slip is removed."),
        done=gettext_lazy("It was removed; the history keeps what it said."),
        to=to,
        is_danger=True,
    )
