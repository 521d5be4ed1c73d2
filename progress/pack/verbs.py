"""Asking for a file (README: 配付資料): the secretariat does, and a job makes it."""

from django.urls import reverse

from progress.pack.orders import KIND_OF_JOB, Format, Order, data_mark
from progress.workflow.record import secretary
from sakado_dx.jobs.models import Job
from sakado_dx.jobs.running import ask
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User

REFUSAL = "配付資料を作れるのは、事務局です。"


def order_pack(order: Order, *, by: User | Standing) -> Job:
    """The job that makes it, or that made it of the same data already. Raises NotAllowed."""
    standing = secretary(by, REFUSAL)
    return ask(
        KIND_OF_JOB,
        title=f"{order.title}（{Format(order.format).label}）",
        arguments=order.arguments,
        data=data_mark(),
        by=standing.user,
        back=address_of(order),
    )


def address_of(order: Order) -> str:
    """The page that lists what was made of the same meeting or year."""
    if order.meeting is None:
        return reverse("progress:year_pack", args=[order.year.pk])
    return reverse("progress:meeting_pack", args=[order.meeting.pk])
