"""What the pages of a year share."""

from django.urls import reverse_lazy

CALENDAR = ("年度の予定", reverse_lazy("progress:year_calendar"))
