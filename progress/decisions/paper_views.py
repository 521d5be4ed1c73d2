"""The papers of a meeting, as Word files."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress import access
from progress.decisions.paper_pages import PAPERS, material_of
from sakado_dx.files import file_answer
from sakado_dx.organization.access import secretariat_required


@require_GET
@secretariat_required
def meeting_paper(request, pk, kind):
    """次第, 進行シナリオ or the draft of the minutes."""
    if kind not in PAPERS:
        raise Http404
    meeting = access.meeting_for(request.standing, pk)
    paper = PAPERS[kind](material_of(request.standing, meeting))
    name = f"{paper.title}（{meeting.held_on:%Y%m%d}）.docx"
    from progress.decisions.paper_word import to_word  # late: it loads python-docx

    return file_answer(to_word(paper, timezone.now()), name)
