"""Forms of the pages about the plan."""

from django import forms

from sakado_dx.forms import FilterForm


class SearchForm(FilterForm):
    """The box above a list that is searched by GET; blank finds everything."""

    q = forms.CharField(label="さがす言葉", max_length=100, required=False)

    def __init__(self, data, *, label: str):
        super().__init__(data)
        self.fields["q"].label = label

    def by_q(self, rows, query: str):
        return rows.matching(query)
