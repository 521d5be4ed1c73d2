"""Addresses of meetings, of what they decide, and of what follows; `urls` takes them in."""

from django.urls import path

from progress.views import agenda, decisions, follow_ups, judging, meetings

urlpatterns = [
    path("reports/<int:pk>/evaluate/", judging.report_evaluate, name="report_evaluate"),
    path("reports/<int:pk>/approve/", judging.report_approve, name="report_approve"),
    path("years/<int:year_id>/evaluate/", judging.evaluate_bulk, name="evaluate_bulk"),
    path("years/<int:year_id>/approve/", judging.approve_bulk, name="approve_bulk"),
    path("years/<int:year_id>/meetings/", meetings.meeting_list, name="meeting_list"),
    path("years/<int:year_id>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/agenda/", agenda.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/agenda/fill/", agenda.agenda_fill, name="agenda_fill"),
    path("meetings/<int:pk>/agenda/add/", agenda.agenda_add, name="agenda_add"),
    path("meetings/<int:pk>/rest/", decisions.meeting_rest, name="meeting_rest"),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/", decisions.meeting_project, name="meeting_project"
    ),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/decision/",
        decisions.decision_edit,
        name="decision_edit",
    ),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/remove/", agenda.agenda_remove, name="agenda_remove"
    ),
    path("meetings/<int:pk>/items/<int:item_pk>/place/", agenda.agenda_place, name="agenda_place"),
    path("decisions/<int:pk>/follow-ups/", follow_ups.follow_up_ask, name="follow_up_ask"),
    path("follow-ups/", follow_ups.follow_up_list, name="follow_up_list"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<int:pk>/answer/", follow_ups.follow_up_answer, name="follow_up_answer"),
    path(
        "follow-ups/<int:pk>/ask-again/", follow_ups.follow_up_ask_again, name="follow_up_ask_again"
    ),
    path("follow-ups/<int:pk>/accept/", follow_ups.follow_up_accept, name="follow_up_accept"),
]
