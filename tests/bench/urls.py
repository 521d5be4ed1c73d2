"""The portal's addresses, and two that do nothing: what the frame alone costs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from sakado_dx.urls import handler400, handler403, handler404, handler500, urlpatterns

ROWS = [[f"行{row}の{column}" for column in "いろはにほへ"] for row in range(47)]
TABLE = """<!doctype html><html lang="ja"><title>表</title><table>{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></html>"""


@login_not_required
def bare_view(request):
    return HttpResponse("はい")


@login_not_required
def bare_table(request):
    """47 rows of 6 cells, without a query."""
    return HttpResponse(engines["django"].from_string(TABLE).render({"rows": ROWS}))


urlpatterns = [
    path("bench/view/", bare_view, name="bench_view"),
    path("bench/table/", bare_table, name="bench_table"),
    *urlpatterns,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
