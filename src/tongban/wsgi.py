"""WSGI entry for any server; `tongban run` uses the same application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
application = get_wsgi_application()

from tongban.registry.calendars import queries as calendars  # noqa: E402 - its tables need the application

calendars.hold()
