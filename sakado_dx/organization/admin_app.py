"""The app configuration that puts our admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "sakado_dx.organization.site.PortalSite"
