"""What a row held before it was changed, as a part of its page; for rows of the classes D0 and D1 alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org.models import HistoryRow, Versioned
from tongket.pages.columns import Cell
from tongket.pages.errors import in_words
from tongket.pages.record import Section, SmallTable

OPEN_CLASSES = frozenset({"D0", "D1"})
NOT_TOLD = frozenset({"id", "version"})


def section(row: Versioned, *, words: Callable[[str, Any], str] | None = None) -> Section | None:
    """The earlier versions, the newest first; None where it was never changed. words: how a field's value reads, else
    as the conflict page tells it.
    """
    assert row.data_class in OPEN_CLASSES, row
    told = words or (lambda name, value: in_words_of(row, name, value))
    versions = HistoryRow.objects.filter(about=row._meta.label_lower, object_id=str(row.pk)).select_related("by")
    lines: list[list[Cell | str]] = [
        [
            dates.moment(version.at),
            version.by.full_name if version.by else _("at the opening of the books"),
            "; ".join(
                f"{row._meta.get_field(name).verbose_name}: {told(name, value)}"  # type: ignore[union-attr]
                for name, value in version.old.items()
                if name not in NOT_TOLD
            ),
        ]
        for version in versions.order_by("-version")
    ]
    if not lines:
        return None
    heads = [(_("Changed at"), "start"), (_("By"), "start"), (_("What it said before"), "start")]
    return Section(_("History"), table=SmallTable(heads, lines))


def in_words_of(row: Versioned, name: str, kept: Any) -> str:
    """A value as history keeps it: days are text there."""
    is_day = isinstance(row._meta.get_field(name), models.DateField)
    return in_words(row, name, date.fromisoformat(kept) if is_day and kept else kept)
