"""Addresses of acting on many reports, of reminders and of evidence; `urls` takes them in."""

from django.urls import path

from progress.views import bulk

urlpatterns = [
    path("years/<int:year_id>/confirm/", bulk.confirm_bulk, name="confirm_bulk"),
    path("years/<int:year_id>/remind/", bulk.remind_bulk, name="remind_bulk"),
    path("years/<int:year_id>/reminders/", bulk.reminder_list, name="reminder_list"),
    path("years/<int:year_id>/reminders.csv", bulk.reminder_export, name="reminder_export"),
]
