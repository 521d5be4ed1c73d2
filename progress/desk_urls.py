"""Addresses of acting on many reports, of reminders and of evidence; `urls` takes them in."""

from django.urls import path

from progress.views import bulk, evidence

urlpatterns = [
    path("years/<int:year_id>/confirm/", bulk.confirm_bulk, name="confirm_bulk"),
    path("years/<int:year_id>/remind/", bulk.remind_bulk, name="remind_bulk"),
    path("years/<int:year_id>/reminders/", bulk.reminder_list, name="reminder_list"),
    path("years/<int:year_id>/reminders.csv", bulk.reminder_export, name="reminder_export"),
    path("reports/<int:pk>/evidence/", evidence.evidence_attach, name="evidence_attach"),
    path("evidence/<int:pk>/file", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence_remove"),
]
