"""A row of a 関係課回答票: what one division adds to one report."""

from django import forms

from progress.entry import merging
from progress.models import Contribution
from progress.reading.edition import AskedIndicator
from progress.workflow import posts
from sakado_dx.forms import PortalModelForm, portal_field


def prefix_of(part: Contribution) -> str:
    """What the names of a row's fields begin with."""
    return f"part-{part.pk}"


class PartForm(PortalModelForm):
    """A division's part of a report. Its names carry the part's number."""

    class Meta:
        model = Contribution
        fields = ("text", "share", "has_nothing")
        formfield_callback = portal_field
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self, data=None, *, contribution: Contribution, indicator: AskedIndicator | None = None
    ):
        super().__init__(data, instance=contribution, prefix=prefix_of(contribution))
        self.contribution = contribution
        unit = indicator.facts.unit if indicator else ""
        self.fields["share"].label = f"数値の内訳（{unit}）" if unit else "数値の内訳"
        if indicator is None and contribution.share is None:
            del self.fields["share"]
        for each in self.fields.values():
            each.label = f"{each.label}：{contribution.report.measure.code}"

    @property
    def version(self) -> int | None:
        """The version that the row was read at; None where it was not sent."""
        return posts.versions_of(self.data).get(self.contribution.pk)

    @property
    def is_sent(self) -> bool:
        return self.version is not None

    @property
    def is_touched(self) -> bool:
        """Whether the sender filled the row in: a blank one that nobody has answered waits on."""
        if not self.is_sent or (self.is_blank and not self.contribution.is_answered):
            return False
        return any(merging.is_touched(self[name]) for name in self.fields)

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].data or "").strip() for name in self.fields)

    @property
    def is_asked(self) -> bool:
        """Whether the row came back with another's answer beside it, to choose from."""
        return f"asked-{self.contribution.pk}" in self.data

    @property
    def choice(self) -> str:
        return self.data.get(f"{merging.CHOICE}keep-{self.contribution.pk}", "")

    @property
    def is_stored(self) -> bool:
        """Whether the row says what is stored, whoever stored it."""
        stored = self.contribution
        typed = (self.cleaned_data.get(name, getattr(stored, name)) for name in self.Meta.fields)
        return tuple(typed) == tuple(getattr(stored, name) for name in self.Meta.fields)
