"""What holds of the days of a member, on plain values."""

from datetime import date

from django.utils.translation import gettext as _


def out_of_order(
    born_on: date, admitted_on: date, ceremony_on: date | None, official_on: date | None
) -> list[tuple[str, str]]:
    """The first day that stands before one that it must follow: its field and a sentence; empty where all is in order.

    Birth, admission, ceremony on the day of admission or later, official status.
    """
    if born_on >= admitted_on:
        return [("born_on", _("The day of birth lies after the admission to the Party."))]
    if ceremony_on is not None and ceremony_on < admitted_on:
        return [("ceremony_on", _("The ceremony lies before the decision to admit."))]
    if official_on is not None and official_on <= admitted_on:
        return [("official_on", _("The day of official status lies before the admission."))]
    return []
