"""Forms of the pages about the plan."""

from django import forms


class SearchForm(forms.Form):
    """The box above a list that is searched by GET; blank finds everything."""

    q = forms.CharField(label="さがす言葉", max_length=100, required=False)

    def __init__(self, *args, label: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label or self.fields["q"].label

    @property
    def query(self) -> str:
        """What is searched for; empty where nothing is, or where it cannot be read."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""
