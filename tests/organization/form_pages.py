"""An address book with one form page, for the tests of what is kept of a form."""

from django import forms
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import path
from django.views.decorators.http import require_POST

from sakado_dx.organization.keeping import kept_data
from sakado_dx.urls import urlpatterns as portal

PAGE = Template(
    "{% load keeping %}{% for message in messages %}<p>{{ message }}</p>{% endfor %}"
    '<form method="post" action="/form/send/">{% csrf_token %}{% keep_form page %}{{ form }}</form>'
)


class NoteForm(forms.Form):
    note = forms.CharField(widget=forms.Textarea, required=False)
    areas = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")], required=False)


def page(request):
    context = {
        "form": NoteForm(kept_data(request) or None),
        "page": request.GET.get("shown_on", ""),
    }
    return HttpResponse(PAGE.render(RequestContext(request, context)))


@require_POST
def send(request):
    return HttpResponse("saved " + request.POST.get("note", ""))


urlpatterns = [
    path("other/", page),
    path("form/", page),
    path("form/send/", send),
    *portal,
]
