"""What a form's field says of itself, for `partials/_field.html`: worked out once, not at each place
of the template that asks, which a form of twenty fields does five hundred times."""

from django import template
from django.template.context import Context

register = template.Library()

# What a page may say beside the field, and what is said where it does not: an unknown name costs a
# template most of all.
UNSAID = {
    "is_asked": False,
    "as_heading": False,
    "beside_heading": "",
    "last_year": "",
    "last_copy": "",
    "last_year_label": "",
    "last_choice": "",
    "cautions": (),
    "max_length": None,
}


@register.simple_tag(takes_context=True)
def field_told(context: Context) -> str:
    """Puts into the context, by their names in the template, what the bound `field` there says."""
    bound = context["field"]
    told = {
        "errors": bound.errors,
        "in_fieldset": bound.use_fieldset,
        "kind": bound.widget_type,
        "label": bound.label,
        "hint": bound.help_text,
        "is_required": bound.field.required,
        "own_id": bound.auto_id,
        "control_id": bound.id_for_label,
    }
    told |= {name: unsaid for name, unsaid in UNSAID.items() if name not in context}
    for name, value in told.items():
        context[name] = value  # of this include alone
    return ""
