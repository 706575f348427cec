"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # as in cli.py
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.settings")
application = get_wsgi_application()

from tongket.pages import demonstration  # noqa: E402  once the settings are read

demonstration.check()
