"""The request as our views see it: with its person and its day."""

from datetime import date

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tongket.org.models import Person


class Request(HttpRequest):
    """What the gate has put on the request. `person` is there in every view whose policy is not ANYONE."""

    person: Person
    today: date
    htmx: HtmxDetails
