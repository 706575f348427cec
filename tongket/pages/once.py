"""A form is taken once: one idempotency key, one durable transaction, one answer (S-22, S-24)."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from tongket.core import clock, compiled
from tongket.org import saving
from tongket.org.models import Submission
from tongket.pages.request import Request

P = ParamSpec("P")


class KeyReused(Exception):
    """An idempotency key was reused with different data (422)."""


def saves(view: Callable[Concatenate[Request, P], HttpResponse]) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Run the POST of a view in one durable transaction, once for one idempotency key (S-22, S-24)."""

    @wraps(view)
    def run_once(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = request.POST.get("idempotency_key", "")
        if not key:
            with saving.durable():
                return view(request, *args, **kwargs)
        return _once(request, key, lambda: view(request, *args, **kwargs))

    return cast(Callable[Concatenate[Request, P], HttpResponse], run_once)


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
        with saving.durable():
            response = answer()
            if isinstance(response, HttpResponseRedirect):  # a form with errors may come again
                url = response.url[:400]
                compiled.add(Submission(**taken, body_hash=body, answer_url=url, at=clock.now()))
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
        raise KeyReused
    return redirect(earlier.answer_url)
