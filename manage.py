#!/usr/bin/env python
"""Command line door to the portal."""

import os
import sys

from sakado_dx.call_room import with_room


@with_room
def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakado_dx.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong environment variable: its sentence says all, a traceback would bury it.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
