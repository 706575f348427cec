"""The demonstration is for whoever sits at the machine that serves it; its database never becomes an office's own."""

from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from tongket.org.models import DemonstrationMark

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
FORWARDED = {  # headers by which a proxy tells for whom it asks
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP"),
    *("HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_X_ORIGINAL_HOST", "HTTP_X_HOST"),
}
NOT_ENTERED = {  # tables that the migrations, or serving an empty database, write in
    *("regulations.Regulation", "reports.Form", "review.OutlineSection"),
    *("org.TreeState", "org.AuditHead", "org.AuditRow"),
}
REFUSAL = (
    "Bản trình diễn chỉ mở trên chính máy đang chạy chương trình, tại địa chỉ 127.0.0.1 hoặc localhost.\n"
    "The demonstration opens only on the machine that serves it, at 127.0.0.1 or localhost.\n"
)


class Mismatch(ImproperlyConfigured):
    """The demonstration is to be served as an office's own records, or the other way round."""


# --- Requests ---------------------------------------------------------------------------------------------------------


class OnThisMachineAlone:
    """Middleware, the first: in the demonstration it refuses whatever does not come straight from this machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TONGKET_DEMO and not is_local(request):
            return HttpResponse(REFUSAL, status=403, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_on(request: HttpRequest) -> bool:
    """Whether this request may use what the demonstration alone offers: its accounts, its mark past the fence."""
    return settings.TONGKET_DEMO and is_local(request)


def is_local(request: HttpRequest) -> bool:
    """Whether it comes from this machine, asks for it by its own name, and through no proxy that can be told.

    Proxies speak HTTP/1.0 where nobody has told them otherwise; browsers have not done so for long.
    """
    host, _port = split_domain_port(request.META.get("HTTP_HOST", request.META.get("SERVER_NAME", "")))
    return (
        request.META.get("REMOTE_ADDR") in LOOPBACK
        and host in LOOPBACK
        and request.META.get("SERVER_PROTOCOL") != "HTTP/1.0"
        and not any(name in FORWARDED or name.startswith("HTTP_X_FORWARDED") for name in request.META)
    )


# --- The database -----------------------------------------------------------------------------------------------------


def is_marked() -> bool:
    """Whether the database holds the demonstration; one without tables does not."""
    try:
        with transaction.atomic():
            return DemonstrationMark.objects.exists()
    except DatabaseError:
        return False


def check() -> None:
    """Raise Mismatch unless the mode is that of the database. An empty one is served in either."""
    marked = is_marked()
    connections.close_all()  # the processes that answer open their own
    if marked and not settings.TONGKET_DEMO:
        raise Mismatch(
            "this database holds the demonstration, which is served on 127.0.0.1 alone and never as an office's own:"
            " name another database, or leave TONGKET_DEMO unset"
        )
    if settings.TONGKET_DEMO and not marked and holds_rows():
        raise Mismatch("this database holds an office's own records: TONGKET_DEMO is for the demonstration alone")
    if settings.TONGKET_DEMO and settings.TONGKET_PROXIES:
        raise Mismatch("the demonstration is not served behind a proxy: leave TONGKET_PROXIES and TONGKET_HTTPS unset")


def holds_rows() -> bool:
    """Whether anybody has entered anything."""
    try:
        with transaction.atomic():
            return any(model._default_manager.exists() for model in _entered())  # unscoped: only whether there is any
    except DatabaseError:
        return False


def _entered() -> list[type[Model]]:
    models = apps.get_models()
    return [m for m in models if m.__module__.startswith("tongket.") and m._meta.label not in NOT_ENTERED]
