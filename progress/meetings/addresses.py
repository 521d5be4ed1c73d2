"""The addresses of meetings and of their agenda."""

from django.urls import path

from progress.meetings import agenda_views as agenda
from progress.meetings import list_views as meeting_lists
from progress.meetings import member_views as members
from progress.meetings import views as meetings

MEETINGS = [
    path("years/<int:year_id>/meetings/", meeting_lists.meeting_list, name="meeting_list"),
    path("years/<int:year_id>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/attendance/", members.meeting_attendance, name="meeting_attendance"),
    path("meetings/<int:pk>/answer/", members.meeting_answer, name="meeting_answer"),
    path("meetings/<int:pk>/drop/", meetings.meeting_drop, name="meeting_drop"),
    path("meetings/<int:pk>/minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/agenda/", agenda.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/agenda/fill/", agenda.agenda_fill, name="agenda_fill"),
    path("meetings/<int:pk>/agenda/add/", agenda.agenda_add, name="agenda_add"),
    path("meetings/<int:pk>/agenda/matter/", agenda.agenda_matter, name="agenda_matter"),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/edit/",
        agenda.agenda_item_edit,
        name="agenda_item_edit",
    ),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/remove/", agenda.agenda_remove, name="agenda_remove"
    ),
    path("meetings/<int:pk>/items/<int:item_pk>/place/", agenda.agenda_place, name="agenda_place"),
]
