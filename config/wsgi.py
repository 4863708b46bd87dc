"""WSGI entry, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

from titian.base.memory import settle
from titian.base.rooms import begin

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
begin()
settle()
