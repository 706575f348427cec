"""The request as our views see it: with its person and its day."""

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tongket.org.models import Person, Unit


class Reached(NamedTuple):
    """A unit within somebody's reach, as much of it as a choice shows."""

    code: str
    name: str
    level: int


class Request(HttpRequest):
    """What the gate has put on the request. `person` is there in every view whose policy is not ANYONE.

    here, reached: what `context` has found for this page, None until it has looked.
    """

    person: Person
    today: date
    htmx: HtmxDetails
    here: tuple[Unit | None, int] | None
    reached: list[Reached] | None
