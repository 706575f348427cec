"""The administration: one page that leads to all of it, each line with what needs a look there."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongket.org import access
from tongket.pages import administration
from tongket.pages.menu import address
from tongket.pages.request import Request


@require_GET
@access.policy("admin.read")
def index(request: Request) -> HttpResponse:
    """The pages that the person may use, in groups."""
    pages = administration.pages_for(request.person, on=request.today)
    groups = [
        {
            "title": administration.GROUPS[group],
            "pages": [
                {
                    "label": page.label,
                    "text": page.text,
                    "url": address(page.url_name),
                    "attention": page.attention(request.person, request.today),
                }
                for page in members
            ],
        }
        for group, members in groupby(pages, key=lambda page: page.group)
    ]
    return render(request, "web/administration.html", {"groups": groups})
