"""{% keep_form %}: the line in a form that lets an expired login lose nothing."""

from django import template
from django.utils.safestring import SafeString

from sakado_dx.organization.keeping import owner_field

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_form(context: template.Context, page: str = "") -> SafeString:
    """The hidden field with the form's signed user and its page (this one, where not named)."""
    request = context["request"]
    return owner_field(request.user, page or request.get_full_path())
