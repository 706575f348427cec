"""A new text takes the place of the one before it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving
from tongket.org.models import Person
from tongket.regulations.models import Mark, Regulation, Topic
from tongket.regulations.rules import Span, first_overlap


@transaction.atomic
def enact(
    topic: str,
    *,
    symbol: str,
    issued_on: date,
    issuer: str,
    title: str,
    valid_from: date,
    parameters: dict[str, Any],
    mark: str = Mark.VERIFIED,
    by: Person,
    on: date,
) -> Regulation:
    """Enter a text that takes the place of the open one of its topic. Raises NotAllowed, ValidationError (an overlap).

    Source: R-REG-01.
    """
    if not access.holds(by, "regulation.write", on=on):
        raise access.NotAllowed("regulation.write")
    if not text.clean(symbol) or not text.clean(title):
        raise ValidationError(_("Enter the number and symbol of the text, and its title."))
    texts = Regulation.objects.kept().filter(topic=topic)
    for before in texts.filter(valid_until__isnull=True, valid_from__lt=valid_from):
        saving.update(before, seen=before.version, by=by, valid_until=valid_from)
    known = [Span(*pair) for pair in texts.values_list("valid_from", "valid_until")]
    clash = first_overlap(Span(valid_from), known)
    if clash is not None:
        raise ValidationError(
            {
                "valid_from": _(
                    "Another text on “%(topic)s” is in force from %(start)s on: the new one must begin later."
                )
                % {"topic": Topic(topic).label, "start": dates.dmy(clash.from_on)}
            }
        )
    regulation = Regulation.objects.create(
        topic=topic,
        symbol=text.clean(symbol),
        issued_on=issued_on,
        issuer=text.clean(issuer),
        title=text.clean(title),
        valid_from=valid_from,
        mark=mark,
        parameters=parameters,
    )
    audit.record(by, "regulation.write", regulation, on=on, fields={"symbol": symbol, "valid_from": str(valid_from)})
    return regulation
