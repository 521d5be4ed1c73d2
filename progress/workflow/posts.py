"""A POST read once: versions, ticks, whether it came before, what is said of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from progress.judging.completeness import Missing
from progress.workflow import many
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.models import User

# What stands against a verb, in words.
REFUSALS = (Conflict, NotAllowed, Incomplete)
MOST_DIGITS = 9  # what every integer column of both databases can hold


def number(text: str) -> int | None:
    """A number of an address or a form, in ASCII digits; None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


def numbers(texts: Iterable[str]) -> set[int]:
    """Those of the texts that are numbers."""
    return {found for text in texts if (found := number(text)) is not None}


def version_of(data) -> int:
    """The version that the form was read at; -1, which never stands, for a broken one."""
    version = number(data.get("version", ""))
    return -1 if version is None else version


def versions_of(data) -> dict[int, int]:
    """The reports of a list and the versions it showed, from fields named version-<pk>."""
    found = {}
    for name, value in data.items():
        prefix, _, pk = name.partition("-")
        key, version = number(pk), number(value)
        if prefix == "version" and key is not None and version is not None:
            found[key] = version
    return found


def wanted_of(data) -> dict[int, int]:
    """The ticked reports of a list, each with the version that the list showed."""
    ticked = set(data.getlist("report"))
    return {pk: version for pk, version in versions_of(data).items() if str(pk) in ticked}


def say_outcome(request, outcome: many.Outcome, said: str) -> None:
    """Of how many it is done, and what became of the others."""
    if outcome.done:
        messages.success(request, f"{outcome.done}件{said}")
    elif not (outcome.changed or outcome.refusals):
        messages.warning(request, "報告が選ばれていないため、何もしていません。")
    if outcome.changed:
        sentence = (
            "件は、一覧を開いた後に変わったため、何もしていません。もう一度確かめてください。"
        )
        messages.warning(request, f"{outcome.changed}{sentence}")
    for each in outcome.refusals:
        messages.error(request, each)


class Row(Protocol):
    """What verbs act on: it knows whether a person's verb, with what he told, is done already."""

    def was_done(self, verb: str, by: User, **told) -> bool: ...


@dataclass(frozen=True)
class Refused:
    """What stands against a verb; `current` is the row as far as the refusal knows it."""

    sentence: str
    current: Any
    missing: Sequence[Missing] = ()


def attempt(request, row: Row, verb: str, do: Callable[..., object], **told) -> Refused | None:
    """Do a verb with what the page was told; None once it is done.

    A double click or a resent form gets the answer of the first one, not a conflict.
    """
    try:
        do(row, by=request.standing, **told)
    except REFUSALS as refusal:
        if row.was_done(verb, request.user, **told):
            return None
        current = getattr(refusal, "current", row)
        return Refused(str(refusal), current, getattr(refusal, "missing", ()))
    return None


def act(request, row: Row, verb: str, do: Callable[..., object], **told) -> Refused | None:
    """`attempt` on the version that the form was read at."""
    return attempt(request, row, verb, do, version=version_of(request.POST), **told)


def with_reason(
    request, report, measure: str, verb: str, do, form_class, template: str, title: str, said: str
):
    """A page with a reason, and the verb on the version that was read."""
    data = request.POST if request.method == "POST" else kept_data(request)
    form = form_class(data)
    if request.method == "POST" and form.is_valid():
        refused = act(request, report, verb, do, **form.cleaned_data)
        if refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, said)
            return redirect("progress:report_review", report.pk)
    context = {
        "report": report,
        "measure": measure,
        "form": form,
        "page_title": f"{title}（{measure}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[report.year_id])),
            (title, None),
        ],
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, template, context, status=status)
