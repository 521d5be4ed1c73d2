"""What the secretariat chooses before a file is made."""

from django import forms

from progress.models import Meeting, Pack, ReviewYear
from progress.pack.orders import FORMATS, MARKINGS, OF_MEETING, OF_YEAR, PUBLIC, Format, Order
from progress.pack.printing import why_not
from sakado_dx.forms import PortalForm


class OrderForm(PortalForm):
    """Kind, form and marking of a file of a meeting, or of a year without one."""

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect)
    format = forms.ChoiceField(
        label="形式", widget=forms.RadioSelect(attrs={"class": "choices--row"})
    )
    markings = forms.MultipleChoiceField(
        label="取扱い",
        required=False,
        choices=[(each, each) for each in MARKINGS],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
        help_text="選んだものを、すべてのページの左上に示します。",
    )

    def __init__(self, data=None, *, year: ReviewYear, meeting: Meeting | None):
        super().__init__(data)
        self.year, self.meeting = year, meeting
        kinds = [each for each in (OF_MEETING if meeting else OF_YEAR) if each in FORMATS]
        formats = [each for each in Format if any(each in FORMATS[kind] for kind in kinds)]
        self.fields["kind"].choices = [(each, Pack.Kind(each).label) for each in kinds]
        self.fields["format"].choices = [(each, each.label) for each in formats]
        self.fields["format"].help_text = why_not()
        self.initial = {"kind": kinds[0], "format": formats[0]}

    def clean(self):
        kind, form = (self.cleaned_data.get(name) for name in ("kind", "format"))
        if kind and form and form not in FORMATS[kind]:
            allowed = "、".join(str(Format(each).label) for each in FORMATS[kind])
            self.add_error(
                "format", f"「{Pack.Kind(kind).label}」の形式は、{allowed}から選んでください。"
            )
        if form == Format.PDF and why_not():
            self.add_error("format", why_not())
        if kind in PUBLIC and self.cleaned_data.get("markings"):
            self.add_error(
                "markings", "公表した内容だけの資料には、取扱いを付けません。印を外してください。"
            )
        return self.cleaned_data

    @property
    def order(self) -> Order:
        """What was chosen; of a form that is valid."""
        told = self.cleaned_data
        return Order(self.year, self.meeting, told["kind"], told["format"], tuple(told["markings"]))
