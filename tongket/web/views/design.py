"""The page that shows every component in all its states, for those who build pages."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tongket.org import access
from tongket.pages import demonstration
from tongket.pages.request import Request
from tongket.web.design import context


@require_http_methods(["GET", "POST"])
@access.policy(access.SIGNED_IN)
def design(request: Request) -> HttpResponse:
    """In the demonstration and on this machine alone: it shows nothing of anybody, and saves nothing."""
    if not demonstration.is_on(request) or request.person is None:
        raise Http404
    return render(request, "web/design.html", context(request))
