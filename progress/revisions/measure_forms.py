"""A measure as a draft would have it: names, divisions, directions, targets, its end."""

from datetime import date

from django import forms

from measures.models import EffectRating, Measure
from progress.form_fields import DATE_HINT
from progress.plan_document.rows.tables import Key, Values
from progress.revisions import editing
from progress.revisions.editing import Wanted
from progress.revisions.target_forms import Frame, TargetsForm, why_field
from sakado_dx.fiscal import format_date, label_short
from sakado_dx.form_fields import JapaneseDateField

SAME_AS_BEFORE = "⇒"
NAMES = "、"
# By the start of a field's name under which heading it stands; the first that fits.
SECTIONS = (
    (("code", "name", "divisions"), "名称・位置・所管課"),
    ("direction-", "年度ごとの方向性"),
    ("direction", "名称・位置・所管課"),
    ("effect-", "取組の主な効果"),
    ("first_day", "始まり"),
    (("target-", "due-", "withdraw-"), "成果目標"),
    (("ending", "last_day", "successors"), "終わるとき"),
    ("reason", "変える理由"),
)


def names_in(text: str) -> list[str]:
    """Names or codes that stand one after another, however they are parted."""
    for mark in (",", "，", "\n", "､"):
        text = text.replace(mark, NAMES)
    return [each.strip() for each in text.split(NAMES) if each.strip()]


class MeasureForm(TargetsForm):
    """One measure; `key` is None for a new one."""

    code = forms.CharField(label="番号", max_length=30)
    name = forms.CharField(max_length=200)
    direction = forms.ChoiceField(label="位置（階層）")
    divisions = forms.CharField(
        label="所管課",
        max_length=1000,
        help_text="主管課を先頭に、「、」で区切って入力します。例：情報政策課、市民課",
    )

    def __init__(self, data=None, *, frame: Frame, key: Key | None, **kwargs):
        self.frame, self.key = frame, key
        super().__init__(data, initial=self._initial(), **kwargs)
        self.fields["name"].label = frame.teller.column_label("measures", "name")
        self.fields["direction"].choices = [
            (str(place), self._direction_name(each))
            for place, each in enumerate(self._directions())
        ]
        for year in frame.cell_years:
            self.fields[f"direction-{year}"] = forms.CharField(
                label=f"{label_short(year)}の方向性",
                max_length=60,
                required=False,
                initial=self._cell(year).get("printed", ""),
            )
        self._add_effects()
        if key is None:
            self._add_beginning()
        else:
            self.add_targets()
            self._add_ending()
        self.fields["reason"] = why_field()

    # What stands

    @property
    def row(self) -> Values:
        return self.frame.after["measures"].get(self.key, {})

    def _initial(self) -> dict:
        row = self.frame.after["measures"].get(self.key, {})
        found = {name: row.get(name, "") for name in ("code", "name")}
        if row:
            places = [
                place
                for place, each in enumerate(self._directions())
                if each == row["direction_id"]
            ]
            found["direction"] = str(places[0]) if places else ""
            found["divisions"] = NAMES.join(
                self._division_name(key) for key in self._own_divisions()
            )
        return found

    def _directions(self) -> list[Key]:
        rows = self.frame.after["directions"]
        policies = self.frame.after["policies"]
        return sorted(
            rows, key=lambda key: (policies[rows[key]["policy_id"]]["number"], rows[key]["number"])
        )

    def _direction_name(self, key: Key) -> str:
        policy = self.frame.after["directions"][key]["policy_id"]
        title = self.frame.teller.title("directions", key)
        return title or self.frame.teller.title("policies", policy)

    def _division_name(self, key: Key) -> str:
        return self.frame.after["divisions"][key]["name"]

    def _own_divisions(self) -> list[Key]:
        """The divisions that lead and share the measure today, in their order."""
        rows = self.frame.after["measure_divisions"]
        own = [key for key, values in rows.items() if key[0] == self.key and not values["last_day"]]
        return [key[1] for key in sorted(own, key=lambda key: rows[key]["order"])]

    def _cell(self, year: int) -> Values:
        return self.frame.after["yearly_directions"].get((self.key, year), {})

    # Fields that follow the plan

    def _add_effects(self) -> None:
        marks = [("", "（なし）"), *EffectRating.Mark.choices]
        for place, kind in enumerate(self.frame.after["effect_kinds"]):
            values = self.frame.after["effects"].get((self.key, kind), {})
            self.fields[f"effect-{place}"] = forms.ChoiceField(
                label=f"効果：{kind[0]}",
                choices=marks,
                required=False,
                initial=values.get("mark", ""),
            )

    def _add_beginning(self) -> None:
        self.fields["first_day"] = JapaneseDateField(
            label="開始日", required=False, help_text=f"空欄のときは、施行日からです。{DATE_HINT}"
        )

    def _add_ending(self) -> None:
        successors = [
            key[1] for key in self.frame.after["measure_successors"] if key[0] == self.key
        ]
        codes = [self.frame.after["measures"][key]["code"] for key in successors]
        last_day = self.row.get("last_day")
        self.fields["ending"] = forms.ChoiceField(
            label="終わり方",
            choices=[("", "（続ける）"), *Measure.Ending.choices],
            required=False,
            initial=self.row.get("ending", ""),
        )
        self.fields["last_day"] = JapaneseDateField(
            label="終了日",
            required=False,
            help_text=DATE_HINT,
            initial=last_day and format_date(date.fromisoformat(last_day)),
        )
        self.fields["successors"] = forms.CharField(
            label=f"引き継ぐ{self.frame.measure_word}の番号",
            required=False,
            max_length=300,
            initial=NAMES.join(codes),
            help_text="統合では統合先、分割では分割後の番号を、「、」で区切って入力します。",
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by what they are about, with a heading each; none where it holds nothing."""
        found: dict[str, list[forms.BoundField]] = {heading: [] for _, heading in SECTIONS}
        for field in self:
            found[next(h for start, h in SECTIONS if field.name.startswith(start))].append(field)
        return [(heading, fields) for heading, fields in found.items() if fields]

    # What was typed

    def clean_divisions(self) -> list[Key]:
        names = names_in(self.cleaned_data["divisions"])
        rows = self.frame.after["divisions"]
        known = {values["name"]: key for key, values in rows.items() if not values["last_day"]}
        if unknown := [name for name in names if name not in known]:
            raise forms.ValidationError(f"登録されていない課です：{NAMES.join(unknown)}")
        if len(set(names)) < len(names):
            raise forms.ValidationError("同じ課が二度あります。")
        return [known[name] for name in names]

    def clean_successors(self) -> list[Key]:
        rows = self.frame.after["measures"]
        known = {values["code"]: key for key, values in rows.items() if key != self.key}
        codes = names_in(self.cleaned_data["successors"])
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(
                f"この番号の{self.frame.measure_word}はありません：{NAMES.join(unknown)}"
            )
        return [known[code] for code in codes]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        others = {v["code"]: k for k, v in self.frame.after["measures"].items() if k != self.key}
        if code in others:
            title = self.frame.teller.title("measures", others[code])
            raise forms.ValidationError(
                f"この番号は「{title}」の番号です（終わった{self.frame.measure_word}の番号も欠番です）。"
            )
        return code

    def clean(self) -> dict:
        cleaned = super().clean()
        if bool(cleaned.get("ending")) != bool(cleaned.get("last_day")):
            missing = "last_day" if cleaned.get("ending") else "ending"
            self.add_error(missing, "終わるときは、終わり方と終了日の両方を入力してください。")
        moves = cleaned.get("ending") in (Measure.Ending.MERGED, Measure.Ending.SPLIT)
        if moves and not cleaned.get("successors") and "successors" not in self.errors:
            self.add_error("successors", "統合先、分割後の番号を入力してください。")
        for place, indicator in enumerate(self.indicators() if self.key else []):
            self.check_withdrawal(place, indicator, cleaned)
        return cleaned

    # What it makes

    def wanted(self) -> Wanted:
        """The rows that shall stand."""
        cleaned, key = self.cleaned_data, self.key
        if key is None:
            key = editing.free_key(self.frame.after, "measures", cleaned["code"])
        self.made_key = key
        found: Wanted = {("measures", key): self._measure(cleaned)}
        self._want_divisions(key, found)
        self._want_directions(key, found)
        for place, kind in enumerate(self.frame.after["effect_kinds"]):
            mark = cleaned[f"effect-{place}"]
            found["effects", (key, kind)] = {"mark": mark} if mark else None
        if self.key is not None:
            self.want_targets(found)
            self._want_successors(found)
        return found

    def _measure(self, cleaned: dict) -> Values:
        row = dict(self.row) or editing.blank_row("measures") | {"order": self._last_place()}
        row |= {"code": cleaned["code"], "name": cleaned["name"].strip()}
        row["direction_id"] = self._directions()[int(cleaned["direction"])]
        if self.key is None:
            day = cleaned["first_day"]
            return row | {"first_day": day.isoformat() if day else None}
        day = cleaned["last_day"]
        return row | {"ending": cleaned["ending"], "last_day": day.isoformat() if day else None}

    def _last_place(self) -> int:
        """Behind the last measure of its direction; where that has none, at the end."""
        direction = self._directions()[int(self.cleaned_data["direction"])]
        rows = self.frame.after["measures"].values()
        own = [row["order"] for row in rows if row["direction_id"] == direction]
        return max(own, default=len(rows) - 1) + 1

    def _want_divisions(self, key: Key, found: Wanted) -> None:
        wanted, rows = self.cleaned_data["divisions"], self.frame.after["measure_divisions"]
        own = {k: values for k, values in rows.items() if k[0] == key and not values["last_day"]}
        for k in own:
            if k[1] not in wanted:
                found["measure_divisions", k] = None
        for order, division in enumerate(wanted):
            stands = next((k for k in own if k[1] == division), (key, division, None))
            blank = {"in_detail": True, "in_matrix": True, "last_day": None}
            found["measure_divisions", stands] = own.get(stands, blank) | {"order": order}

    def _want_directions(self, key: Key, found: Wanted) -> None:
        years = self.frame.cell_years
        before = self._cell(years.start - 1).get("resolved", "")
        resolved = before
        for year in years:
            stands = self._cell(year)
            printed = self.cleaned_data[f"direction-{year}"].strip()
            follows = printed == SAME_AS_BEFORE and before != resolved
            is_left = printed == stands.get("printed") and not follows
            before = stands.get("resolved", "")
            # What a cell means that nobody touched stays as the plan was read.
            resolved = before if is_left else resolved if printed == SAME_AS_BEFORE else printed
            shown = printed if resolved else ""
            cell = {"printed": shown, "resolved": resolved}
            is_told = resolved or (key, year) in self.frame.before["yearly_directions"]
            found["yearly_directions", (key, year)] = cell if is_told else None

    def _want_successors(self, found: Wanted) -> None:
        for key in self.frame.after["measure_successors"]:
            if key[0] == self.key:
                found["measure_successors", key] = None
        for successor in self.cleaned_data["successors"]:
            found["measure_successors", (self.key, successor)] = {}
