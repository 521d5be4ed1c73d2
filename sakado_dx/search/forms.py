"""The search box."""

from django import forms

from sakado_dx.forms import PortalForm
from sakado_dx.letters import plain
from sakado_dx.search_keys import search_words

LEAST, LONGEST = 2, 100  # letters


class SearchForm(PortalForm):
    """Words, of which one has two letters: less would find nearly everything."""

    q = forms.CharField(label="さがす言葉", required=False)

    def clean_q(self) -> str:
        query = plain(self.cleaned_data["q"]).strip()
        if len(query) > LONGEST:
            raise forms.ValidationError(
                f"さがす言葉は{LONGEST}文字までです（今は{len(query):,}文字）。短くしてください。"
            )
        if query and max(map(len, search_words(query)), default=0) < LEAST:
            raise forms.ValidationError(
                f"「{query}」ではさがせません。記号を除いて{LEAST}文字以上の言葉を入力してください。"
            )
        return query

    @property
    def words(self) -> list[str]:
        """What is searched for, each word once; none for a blank or a refused query."""
        query = self.cleaned_data.get("q", "") if self.is_valid() else ""
        return list(dict.fromkeys(search_words(query)))
