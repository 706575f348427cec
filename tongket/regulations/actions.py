"""A new text takes the place of the one before it; a unit sets a value of its own."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit
from tongket.org.models import Person, Unit
from tongket.regulations.models import LocalValue, Mark, Regulation, Topic
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
    Regulation.objects.filter(topic=topic, valid_until__isnull=True, valid_from__lt=valid_from).update(
        valid_until=valid_from
    )
    known = [Span(*pair) for pair in Regulation.objects.filter(topic=topic).values_list("valid_from", "valid_until")]
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


@transaction.atomic
def set_value(
    unit: Unit, *, topic: str, key: str, value: Any, decision: str, from_on: date, by: Person, on: date
) -> LocalValue:
    """Set a value for a unit and all under it from a day on; it ends the one that the unit had set before.

    Raises NotAllowed, ValidationError (no decision, an overlap).
    """
    access.require(by, "regulation.set", unit, on=on)
    if not text.clean(decision):
        raise ValidationError({"decision": _("Enter the decision that sets the value.")})
    own = LocalValue.objects.filter(unit=unit, topic=topic, key=key)
    own.filter(until_on__isnull=True, from_on__lt=from_on).update(until_on=from_on)
    clash = first_overlap(Span(from_on), [Span(*pair) for pair in own.values_list("from_on", "until_on")])
    if clash is not None:
        raise ValidationError(
            {
                "from_on": _("The unit has set this from %(start)s on already: choose a later day.")
                % {"start": dates.dmy(clash.from_on)}
            }
        )
    row = LocalValue.objects.create(
        unit=unit, topic=topic, key=key, value=value, decision=text.clean(decision), from_on=from_on
    )
    audit.record(by, "regulation.set", row, on=on, fields={"topic": topic, "key": key, "from_on": str(from_on)})
    return row
