"""The addresses of 計画の見直し."""

from django.urls import path

from progress.revisions import comparison_views as tables
from progress.revisions import edit_views as edits
from progress.revisions import effect_views as effect
from progress.revisions import step_views as steps
from progress.revisions import views

REVISIONS = [
    path("plan/revisions/", views.revision_list, name="revision_list"),
    path("plan/revisions/new/", views.revision_new, name="revision_new"),
    path("plan/revisions/choose/", edits.revision_choose, name="revision_choose"),
    path("plan/revisions/<int:pk>/measure/", edits.revision_measure, name="revision_measure"),
    path("plan/revisions/<int:pk>/indicator/", edits.revision_indicator, name="revision_indicator"),
    path("plan/revisions/<int:pk>/words/", edits.revision_words, name="revision_words"),
    path("plan/revisions/form.xlsx", views.revision_form, name="revision_form"),
    path("plan/revisions/<int:pk>/", views.revision_detail, name="revision_detail"),
    path("plan/revisions/<int:pk>/change/", steps.revision_change, name="revision_change"),
    path("plan/revisions/<int:pk>/steps/", steps.revision_step, name="revision_step"),
    path(
        "plan/revisions/<int:pk>/steps/<int:step_pk>/drop/",
        steps.revision_step_drop,
        name="revision_step_drop",
    ),
    path(
        "plan/revisions/<int:pk>/lines/<int:line_pk>/",
        steps.revision_line,
        name="revision_line",
    ),
    path(
        "plan/revisions/<int:pk>/lines/<int:line_pk>/drop/",
        steps.revision_line_drop,
        name="revision_line_drop",
    ),
    path("plan/revisions/<int:pk>/renew/", steps.revision_renew, name="revision_renew"),
    path("plan/revisions/<int:pk>/impact/", steps.revision_impact, name="revision_impact"),
    path("plan/revisions/<int:pk>/share/", steps.revision_share, name="revision_share"),
    path("plan/revisions/<int:pk>/decide/", steps.revision_decide, name="revision_decide"),
    path("plan/revisions/<int:pk>/withdraw/", steps.revision_withdraw, name="revision_withdraw"),
    path("plan/revisions/<int:pk>/table/", tables.revision_table, name="revision_table"),
    path("plan/revisions/<int:pk>/table.pdf", tables.revision_table_pdf, name="revision_table_pdf"),
    path(
        "plan/revisions/<int:pk>/table.docx",
        tables.revision_table_word,
        name="revision_table_word",
    ),
    path(
        "plan/revisions/<int:pk>/table.xlsx",
        tables.revision_table_list,
        name="revision_table_list",
    ),
    path("plan/revisions/<int:pk>/summary/", tables.revision_summary, name="revision_summary"),
    path("plan/revisions/<int:pk>/undecide/", effect.revision_undecide, name="revision_undecide"),
    path("plan/revisions/<int:pk>/publish/", effect.revision_publish, name="revision_publish"),
    path(
        "plan/revisions/<int:pk>/undo/<int:edition_pk>/",
        effect.revision_undo,
        name="revision_undo",
    ),
]
