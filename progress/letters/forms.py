"""The log's filters, what is added to letters by hand, and the day they were handed over."""

from django import forms
from django.utils import timezone

from progress.form_fields import DATE_HINT
from progress.letters.verbs import Paper
from progress.models import Letter, LetterKind, ReviewYear
from progress.models.letters import WAITS
from sakado_dx.form_fields import JapaneseDateField, RowsField
from sakado_dx.forms import FilterForm, PortalForm
from sakado_dx.organization.models import Division

MAILED, WAITING, HANDED = "mailed", "waiting", "handed"
WAYS = [
    ("", "すべて"),
    (MAILED, "メール"),
    (WAITING, WAITS),
    (HANDED, "紙（渡した）"),
]


class LetterFilter(FilterForm):
    """Each field narrows the log. `letter` comes with the links of single letters."""

    q = forms.CharField(label="件名・番号・宛先", max_length=100, required=False)
    year = forms.ModelChoiceField(
        ReviewYear.objects.newest_first(), label="年度", required=False, empty_label="すべて"
    )
    kind = forms.ChoiceField(
        label="種類", choices=[("", "すべて"), *LetterKind.choices], required=False
    )
    division = forms.ModelChoiceField(
        Division.objects.filter(pk__in=Letter.objects.values("division")),
        label="宛先の課",
        required=False,
        empty_label="すべて",
    )
    way = forms.ChoiceField(label="送り方", choices=WAYS, required=False)
    letter = RowsField(Letter.objects.all(), required=False, widget=forms.MultipleHiddenInput)

    def by_q(self, letters, query):
        return letters.matching(query)

    def by_year(self, letters, year):
        return letters.filter(year=year)

    def by_kind(self, letters, kind):
        return letters.filter(kind=kind)

    def by_division(self, letters, division):
        return letters.filter(division=division)

    def by_letter(self, letters, chosen):
        return letters.filter(pk__in=chosen)

    def by_way(self, letters, way):
        if way == MAILED:
            return letters.filter(mailed_to__gt=0)
        return letters.to_hand_over() if way == WAITING else letters.handed_over()


class HandOverForm(PortalForm):
    """When letters on paper were handed over."""

    on = JapaneseDateField(label="渡した日", help_text=DATE_HINT, initial=timezone.localdate)


class ComposeForm(PortalForm):
    """What the secretariat adds to the template when it writes by hand."""

    number = forms.CharField(
        label="文書番号（任意）",
        max_length=60,
        required=False,
        help_text="例：情政発第12号、事務連絡",
    )
    dated_on = JapaneseDateField(label="日付", help_text=DATE_HINT, initial=timezone.localdate)
    sentence = forms.CharField(
        label="添える文（任意）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本文の終わりに、そのまま入ります。",
    )

    @property
    def paper(self) -> Paper:
        return Paper(**self.cleaned_data)
