"""A form is taken once: one idempotency key, one durable transaction, one answer (S-22, S-24)."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from tongket.core import clock
from tongket.core.append import append
from tongket.org import saving
from tongket.org.models import Submission
from tongket.pages import drafts
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
        return take(request, lambda: view(request, *args, **kwargs))

    return cast(Callable[Concatenate[Request, P], HttpResponse], run_once)


def take(
    request: Request, save: Callable[[], HttpResponse], *, prepare: Callable[[], HttpResponse | None] = lambda: None
) -> HttpResponse:
    """Answer a POST by `save`, in one durable transaction, or as the same form was answered before.

    prepare: what is done before the transaction begins (reading a file, validating a form); an answer of its own, such
    as a form with errors, saves nothing. Raises KeyReused, and what the two raise. Whether the form came before is not
    looked up beforehand: the second of two cannot be saved, as the key is there.
    """
    try:
        response = prepare()
        if response is None:
            with saving.durable():
                response = save()
                if isinstance(response, HttpResponseRedirect):  # a form with errors may come again
                    _remember(request, response.url)
                    drafts.drop_sent(request)
                    return response
    except Exception:
        earlier = _earlier(request)
        if earlier is None:
            raise
    else:
        earlier = _earlier(request)
        if earlier is None:
            return response
    if earlier.body_hash != _body_hash(request):
        raise KeyReused
    return redirect(earlier.answer_url)


def _taken(request: Request) -> dict[str, str]:
    """How a form already taken is known: who sent it, where to, under which key."""
    key = request.POST.get("idempotency_key", "")[:64]
    return {"actor": str(request.person.pk), "operation": request.path[:80], "key": key}


def _remember(request: Request, url: str) -> None:
    taken = _taken(request)
    if taken["key"]:
        append([Submission(**taken, body_hash=_body_hash(request), answer_url=url[:400], at=clock.now())])


def _earlier(request: Request) -> Submission | None:
    taken = _taken(request)
    return Submission.objects.filter(**taken).first() if taken["key"] else None


def was_taken(request: Request) -> bool:
    """Whether a form with the key of this one was taken, wherever it was sent to."""
    key = request.POST.get("idempotency_key", "")[:64]
    return bool(key) and Submission.objects.filter(actor=str(request.person.pk), key=key).exists()


def _body_hash(request: Request) -> str:
    """A hash of what the form holds: its fields and the names and sizes of its files, not the CSRF token, which
    differs each time. Keyed, so that nobody can try out what an identity number in a form was.
    """
    fields = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent)
    return hmac.digest(settings.SECRET_KEY.encode(), repr((fields, files)).encode(), "sha256").hex()
