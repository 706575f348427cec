"""What saving needs: one transaction that lasts, versions, the same form taken once (S-22 … S-25)."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from encrypted_fields.fields import EncryptedFieldMixin

from tongket.core import clock, standing
from tongket.org import audit
from tongket.org.models import HistoryRow, Person, Submission, UnitOwned
from tongket.org.request import Request

P = ParamSpec("P")
R = TypeVar("R", bound=UnitOwned)


@contextmanager
def lasting() -> Iterator[None]:
    """The outermost transaction of a view, a job or a command: when it is left, all is saved, or nothing."""
    with transaction.atomic(durable=True), audit.written_last():
        yield


class Conflict(Exception):
    """Somebody changed the row in between (409): what they wrote, beside what was to be written."""

    def __init__(self, row: models.Model, mine: dict[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this in the meantime."))
        self.row = row
        self.mine = mine


class OtherBody(Exception):
    """A form's key came again with other contents (422)."""


def update(row: R, *, seen: int, by: Person | None, **changes: Any) -> R:
    """Change a row only if it is still the version that was seen; keep what it held. Raises Conflict."""
    model = type(row)
    held = {name: _held(row, name) for name in changes}
    moved = model._default_manager.filter(pk=row.pk, version=seen).update(**changes, version=F("version") + 1)
    if not moved:
        raise Conflict(model._default_manager.get(pk=row.pk), changes)
    HistoryRow.objects.create(
        about=model._meta.label_lower,
        object_id=str(row.pk),
        version=seen,
        at=clock.now(),
        by=by,
        old=held,
        held_class=model.data_class,
    )
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = seen + 1
    return row


def _held(row: models.Model, name: str) -> Any:
    """What history keeps of a field: its value; nothing of one that is sealed in its table, as history is not."""
    field: Any = row._meta.get_field(name)
    if isinstance(field, EncryptedFieldMixin):
        return None
    value = getattr(row, field.attname)
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def saves(view: Callable[Concatenate[Request, P], HttpResponse]) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Run the POST of a view in one lasting transaction, once for one idempotency key (S-22, S-24)."""

    @wraps(view)
    def saving(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = request.POST.get("idempotency_key", "")
        if not key:
            with lasting():
                return view(request, *args, **kwargs)
        return _once(request, key, lambda: view(request, *args, **kwargs))

    return cast(Callable[Concatenate[Request, P], HttpResponse], saving)


def _body_hash(request: Request) -> str:
    """What the form says: its fields and the names and sizes of its files, not the seal, which differs each time.

    Keyed, so that nobody can try out what an identity number in a form was.
    """
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent)
    return hmac.digest(settings.SECRET_KEY.encode(), repr((fields, files)).encode(), "sha256").hex()


def _once(request: Request, key: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a form that comes for the first time, or the first answer to one that came before.

    It is not asked beforehand whether it came before: the second of two cannot be saved, as the key is there.
    """
    body = _body_hash(request)
    taken = {"actor": str(request.person.pk), "operation": request.path[:80], "key": key[:64]}
    try:
        with lasting():
            response = answer()
            if isinstance(response, HttpResponseRedirect):  # a form with errors may come again
                url = response.url[:400]
                standing.add(Submission(**taken, body_hash=body, answer_url=url, at=clock.now()))
                return response
    except Exception:
        earlier = Submission.objects.filter(**taken).first()
        if earlier is None:
            raise
    else:
        earlier = Submission.objects.filter(**taken).first()
        if earlier is None:
            return response
    if earlier.body_hash != body:
        raise OtherBody
    return redirect(earlier.answer_url)
