"""Every address of the year, by the folder of its view."""

from django.urls import path

from progress.approvals import views as approvals
from progress.audit import export_views as record_files
from progress.audit import verify_views as verifying
from progress.audit import views as audit
from progress.charts.addresses import CHARTS
from progress.corrections import list_views as errata
from progress.corrections import views as corrections
from progress.dashboards.addresses import DASHBOARDS
from progress.decisions import evaluating_views as evaluating
from progress.decisions import list_views as decided
from progress.decisions import paper_views as meeting_papers
from progress.decisions import screen_views as screen
from progress.decisions import settling_views as settling
from progress.decisions import views as decisions
from progress.desk import again_views as again
from progress.desk import back_views as back
from progress.desk import bulk_views as bulk
from progress.desk import review_views as review
from progress.desk import start_views as start
from progress.desk import views as desk
from progress.editions import history_views as histories
from progress.editions import views as editions
from progress.entry import check_views as check
from progress.entry import contribution_views as contributions
from progress.entry import evidence_views as evidence
from progress.entry import examples_views as examples
from progress.entry import handover_views as handover
from progress.entry import paper_views as papers
from progress.entry import part_sheet_views as sheets
from progress.entry import table_views as tables
from progress.entry import task_views as tasks
from progress.entry import views as entry
from progress.follow_ups import list_views as follow_up_lists
from progress.follow_ups import views as follow_ups
from progress.help import views as help_pages
from progress.imports.addresses import IMPORTS
from progress.letters import compose_views as composing
from progress.letters import list_views as letter_log
from progress.letters import views as letters
from progress.letters import wording_views as wording
from progress.meetings.addresses import MEETINGS
from progress.open_data.addresses import OPEN_DATA
from progress.pack import views as packs
from progress.people import list_views as people_list
from progress.people import reorganization_views as reorganizing
from progress.people import views as people
from progress.plan_editions.addresses import PLAN_EDITIONS
from progress.public.addresses import PUBLIC
from progress.publication import views as publication
from progress.reference.addresses import REFERENCE
from progress.reference_values.addresses import REFERENCE_VALUES
from progress.retention.addresses import RETENTION
from progress.reviews.addresses import REVIEWS
from progress.revisions.addresses import REVISIONS
from progress.sheets import views as workbooks
from progress.unsent import views as unsent
from progress.year import back_views as year_back
from progress.year import office_day_views as office_days
from progress.year import views as year

app_name = "progress"

urlpatterns = [
    *PLAN_EDITIONS,
    *REFERENCE_VALUES,
    *CHARTS,
    # unsent
    path("unsent/", unsent.unsent_list, name="unsent_list"),
    path("unsent/<slug:form>/<int:subject>/", unsent.unsent_keep, name="unsent_keep"),
    path("unsent/<slug:form>/<int:subject>/discard/", unsent.unsent_discard, name="unsent_discard"),
    # letters
    path("letters/", letter_log.letter_list, name="letter_list"),
    path("letters/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("letters/paper/", letters.letter_papers, name="letter_papers"),
    path("letters/paper.docx", letters.letter_papers, {"kind": "docx"}, name="letter_papers_word"),
    path("letters/hand-over/", letters.letter_hand_over, name="letter_hand_over"),
    path("years/<int:year_id>/letters/<slug:kind>/", composing.letter_write, name="letter_write"),
    path("meetings/<int:pk>/letter/", composing.letter_invite, name="letter_invite"),
    path("letters/wording/", wording.wording_list, name="wording_list"),
    path("letters/wording/head/", wording.letter_head, name="letter_head"),
    path("letters/wording/<slug:kind>/", wording.wording_edit, name="wording_edit"),
    path("letters/wording/<slug:kind>/restore/", wording.wording_restore, name="wording_restore"),
    # year
    path("years/", year.year_calendar, name="year_calendar"),
    path("years/open/", year.year_open, name="year_open"),
    path("years/<int:year_id>/change/", year.year_change, name="year_change"),
    path("years/<int:year_id>/undo-open/", year_back.year_undo_open, name="year_undo_open"),
    path("years/<int:year_id>/parts/", year_back.year_parts, name="year_parts"),
    path("years/<int:year_id>/parts/<int:pk>/add/", year_back.measure_add, name="measure_add"),
    path(
        "years/<int:year_id>/parts/<int:pk>/take-out/",
        year_back.measure_take_out,
        name="measure_take_out",
    ),
    path("years/office-days/", office_days.office_day_list, name="office_day_list"),
    path("years/office-days/add/", office_days.office_day_add, name="office_day_add"),
    path(
        "years/office-days/<int:pk>/restore/",
        office_days.office_day_restore,
        name="office_day_restore",
    ),
    # follow_ups
    path("follow-ups/", follow_up_lists.follow_up_list, name="follow_up_list"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<int:pk>/answer/", follow_ups.follow_up_answer, name="follow_up_answer"),
    path(
        "follow-ups/<int:pk>/ask-again/", follow_ups.follow_up_ask_again, name="follow_up_ask_again"
    ),
    path("follow-ups/<int:pk>/change/", follow_ups.follow_up_change, name="follow_up_change"),
    path("follow-ups/<int:pk>/accept/", follow_ups.follow_up_accept, name="follow_up_accept"),
    # people
    path("people/", people_list.person_list, name="person_list"),
    path("people/promoters/", people.promoter_list, name="promoter_list"),
    path("people/<int:pk>/handover/", people.handover, name="handover"),
    path("divisions/", reorganizing.reorganization_list, name="reorganization_list"),
    path("divisions/<int:pk>/end/", reorganizing.reorganization, name="reorganization"),
    # editions
    path("years/<int:year_id>/close/", editions.year_close, name="year_close"),
    path("years/<int:year_id>/measures/<int:pk>/", editions.measure_year, name="measure_year"),
    path("years/<int:year_id>/reports.<str:kind>", editions.year_export, name="year_export"),
    path("years/<int:year_id>/unlock/", editions.unlock_bulk, name="unlock_bulk"),
    path("reports/<int:pk>/unlock/", editions.report_unlock, name="report_unlock"),
    path("years/history/", histories.history, name="history"),
    path("years/history/form.xlsx", histories.history_form, name="history_form"),
    path("years/history/check/", histories.history_check, name="history_check"),
    path("years/history/load/", histories.history_load, name="history_load"),
    *MEETINGS,
    # decisions
    path(
        "meetings/<int:pk>/items/<int:item_pk>/", decisions.meeting_project, name="meeting_project"
    ),
    path(
        "meetings/<int:pk>/items/<int:item_pk>/decision/",
        decisions.decision_edit,
        name="decision_edit",
    ),
    path("meetings/<int:pk>/screen/", screen.meeting_screen, name="meeting_screen"),
    path("meetings/<int:pk>/screen/version/", screen.screen_version, name="screen_version"),
    path("meetings/<int:pk>/items/<int:item_pk>/show/", screen.item_show, name="item_show"),
    path(
        "meetings/<int:pk>/papers/<slug:kind>.docx",
        meeting_papers.meeting_paper,
        name="meeting_paper",
    ),
    path("meetings/<int:pk>/settle/", settling.meeting_settle, name="meeting_settle"),
    path(
        "meetings/<int:pk>/reports/<int:report_pk>/drop/",
        settling.decision_drop,
        name="decision_drop",
    ),
    path("years/<int:year_id>/decisions/", decided.decision_list, name="decision_list"),
    path("meetings/<int:pk>/rest/", decisions.meeting_rest, name="meeting_rest"),
    path("decisions/<int:pk>/follow-ups/", decisions.follow_up_ask, name="follow_up_ask"),
    path("reports/<int:pk>/evaluate/", evaluating.report_evaluate, name="report_evaluate"),
    path("years/<int:year_id>/evaluate/", evaluating.evaluate_bulk, name="evaluate_bulk"),
    # approvals
    path("years/<int:year_id>/approve/", approvals.approve_bulk, name="approve_bulk"),
    path("reports/<int:pk>/approve/", approvals.report_approve, name="report_approve"),
    path("approvals/<int:pk>/", approvals.approval_detail, name="approval_detail"),
    path("approvals/<int:pk>/change/", approvals.approval_change, name="approval_change"),
    path(
        "years/<int:year_id>/content-checks/",
        approvals.content_check_bulk,
        name="content_check_bulk",
    ),
    path(
        "reports/<int:pk>/content-check/",
        approvals.report_content_check,
        name="report_content_check",
    ),
    # publication
    path("publications/", publication.publication_list, name="publication_list"),
    path("publications/<int:pk>/", publication.publication_detail, name="publication_detail"),
    path("years/<int:year_id>/publish/", publication.publish_bulk, name="publish_bulk"),
    path("years/<int:year_id>/publish-on/", publication.year_publish_on, name="year_publish_on"),
    path(
        "reports/<int:pk>/publication/", publication.report_publication, name="report_publication"
    ),
    path("reports/<int:pk>/publish/", publication.report_publish, name="report_publish"),
    path("reports/<int:pk>/unpublish/", publication.report_unpublish, name="report_unpublish"),
    path("reports/<int:pk>/withhold/", publication.report_withhold, name="report_withhold"),
    # entry
    path("my/", tasks.my_measures, name="my_measures"),
    path("my/submit/", handover.head_check, name="head_check"),
    path("my/endorse/", handover.department_check, name="department_check"),
    path("reports/<int:pk>/ask-head/", handover.report_ask_head, name="report_ask_head"),
    path("reports/<int:pk>/edit/", entry.report_edit, name="report_edit"),
    path("reports/<int:pk>/check/", check.report_check, name="report_check"),
    path("reports/<int:pk>/cautions/", check.report_cautions, name="report_cautions"),
    path("reports/<int:pk>/submit/", check.report_submit, name="report_submit"),
    path("reports/<int:pk>/done/", handover.report_done, name="report_done"),
    path("reports/<int:pk>/withdraw/", handover.report_withdraw, name="report_withdraw"),
    path("measures/<int:pk>/notes/", contributions.note_add, name="note_add"),
    path("years/<int:year_id>/contributions/", sheets.part_sheet_list, name="part_sheet_list"),
    path("years/<int:year_id>/contributions/<int:pk>/", sheets.part_sheet, name="part_sheet"),
    path("contributions/<int:pk>/", sheets.part_row, name="part_row"),
    path(
        "reports/<int:pk>/contributors/",
        contributions.report_contributors,
        name="report_contributors",
    ),
    path("reports/<int:pk>/table/", tables.report_table, name="report_table"),
    path("reports/<int:pk>/paper/", papers.report_paper, name="report_paper"),
    path(
        "reports/<int:pk>/paper.docx",
        papers.report_paper,
        {"kind": "docx"},
        name="report_paper_word",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/table/",
        tables.division_table,
        name="division_table",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/paper/",
        papers.division_paper,
        name="division_paper",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/paper.docx",
        papers.division_paper,
        {"kind": "docx"},
        name="division_paper_word",
    ),
    path("evidence/<int:pk>/file", evidence.evidence_file, name="evidence_file"),
    path("reports/<int:pk>/examples/", examples.report_examples, name="report_examples"),
    # corrections
    path("years/<int:year_id>/errata/", errata.errata_list, name="errata_list"),
    path("reports/<int:pk>/corrections/", corrections.correction_places, name="correction_places"),
    path(
        "reports/<int:pk>/corrections/<slug:place>/",
        corrections.correction_new,
        name="correction_new",
    ),
    path("corrections/<int:pk>/", corrections.correction_detail, name="correction_detail"),
    path(
        "corrections/<int:pk>/confirm/", corrections.correction_confirm, name="correction_confirm"
    ),
    path("corrections/<int:pk>/drop/", corrections.correction_drop, name="correction_drop"),
    # desk
    path("desk/", start.desk_start, name="desk_start"),
    path("years/<int:year_id>/queue/", desk.queue, name="queue"),
    path("reports/<int:pk>/review/", review.report_review, name="report_review"),
    path("reports/<int:pk>/comment/", review.report_comment, name="report_comment"),
    path("reports/<int:pk>/send-back/", review.report_send_back, name="report_send_back"),
    path("reports/<int:pk>/confirm/", review.report_confirm, name="report_confirm"),
    path("reports/<int:pk>/unconfirm/", back.report_unconfirm, name="report_unconfirm"),
    path("reports/<int:pk>/reopen/", desk.report_reopen, name="report_reopen"),
    path("years/<int:year_id>/confirm/", bulk.confirm_bulk, name="confirm_bulk"),
    path("years/<int:year_id>/remind/", again.remind_bulk, name="remind_bulk"),
    path("years/<int:year_id>/reminders/", bulk.reminder_list, name="reminder_list"),
    path("years/<int:year_id>/reminders.csv", bulk.reminder_export, name="reminder_export"),
    *DASHBOARDS,
    # help
    path("help/counting/", help_pages.counting, name="help_counting"),
    # pack
    path("meetings/<int:pk>/pack/", packs.meeting_pack, name="meeting_pack"),
    path("years/<int:year_id>/pack/", packs.year_pack, name="year_pack"),
    path("packs/<int:pk>/file", packs.pack_file, name="pack_file"),
    *PUBLIC,
    *OPEN_DATA,
    # audit
    path("records/", audit.record_list, name="record_list"),
    path("records/verify/", verifying.record_verify, name="record_verify"),
    path("records/export/", record_files.record_export, name="record_export"),
    *RETENTION,
    *REFERENCE,
    *IMPORTS,
    *REVISIONS,
    *REVIEWS,
    # sheets
    path("years/<int:year_id>/workbooks/", workbooks.workbook_list, name="workbook_list"),
    path("years/<int:year_id>/workbooks.zip", workbooks.workbook_zip, name="workbook_zip"),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/workbook/",
        workbooks.division_workbook,
        name="division_workbook",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/workbook.xlsx",
        workbooks.division_workbook_file,
        name="division_workbook_file",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/workbook/store/",
        workbooks.division_workbook_store,
        name="division_workbook_store",
    ),
    path(
        "years/<int:year_id>/divisions/<int:division_id>/workbook/marked/",
        workbooks.division_workbook_marked,
        name="division_workbook_marked",
    ),
]
