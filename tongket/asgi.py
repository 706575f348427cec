"""The server's way in: what `tongket serve` runs (server.py says why it is not wsgi.py alone)."""

from tongket.wsgi import application as pages  # isort: skip  # reads the settings

from django.conf import settings

from tongket.pages.proxies import networks
from tongket.server import Buffered, Limits

application = Buffered(
    pages, Limits(largest_body=settings.TONGKET_LARGEST_MB * 1024 * 1024), networks(settings.TONGKET_PROXIES)
)
