"""How a steward says that a delivered table is to be read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.template.defaultfilters import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.fields import insist_visible
from apps.figures.delivered import Choices, Chosen, Subject
from apps.figures.layouts import LINES_ABOVE, Layout, guess, is_whole
from apps.figures.models import Delivery
from apps.figures.sheets import ENCODINGS

_SHAPES = (
    ("", _("a row for each figure")),
    ("periods", _("a column for each period")),
    ("series", _("a column for each indicator")),
)
PERIOD_RULES = (
    ("plain", _("calendar years (2023), or written 2022-04-01/P1Y")),
    ("financial-from", _("financial years by their first year (2023/24)")),
    ("financial-to", _("financial years by their last year (2024 for 2023/24)")),
    ("academic-from", _("school years by their first year (2023/24)")),
    ("academic-to", _("school years by their last year (2024 for 2023/24)")),
    ("three-years-from", _("three calendar years by their first (2021-23)")),
    ("three-years-to", _("three calendar years by their last (2023 for 2021-23)")),
    ("year-end", _("the last day of a year")),
    ("day", _("single days (2021-03-21 or 21/03/2021)")),
)
UPPER_RULES = (
    ("published", _("as the table has them")),
    ("pop-mean", _("else the mean of their districts by residents")),
    ("ratio-of-sums", _("else the sum of their districts: these are counts")),
    ("none", _("leave them out")),
)
_HEADING_LINES = ((1, _("one line")), (2, _("two lines")), (3, _("three lines")))
_WHOLE = (
    ("", _("not measured, if the table has most areas")),
    ("yes", _("not measured")),
    ("no", _("nothing is said of them")),
)
_ROLES = (
    ("area", _("Code of the area, or its name")),
    ("name_of_area", _("Name of the area, where there is no code")),
    ("series", _("Indicator, if the table holds several")),
    ("period", _("Period")),
    ("value", _("Value")),
    ("lower", _("Lower 95% limit")),
    ("upper", _("Upper 95% limit")),
    ("status", _("Why there is no value")),
)
#: What is said of a source: the key in a release's header, its label, and what helps to fill it in.
FACTS = (
    ("title", _("Title of the source"), ""),
    ("publisher", _("Publisher"), ""),
    ("vintage", _("Vintage"), _("The state of the source, such as June 2026.")),
    ("licence", _("Licence"), _("Such as OGL v3.0.")),
    ("attribution", _("Attribution"), _("The sentence that the licence asks for.")),
    ("release", _("When it was published"), _("As the publisher writes it. Left empty it is the vintage.")),
)
#: So many series are offered to be mapped at once: four fields each, and a form may send a thousand.
SERIES_OFFERED = 200
_LONG = re.compile(r"(?:19|20)\d{2}\s*[-–/]\s*(\d{2,4})", re.ASCII)


class MappingForm(forms.Form):
    """How a delivered table is read. Its fields follow from the columns and series that were found in it."""

    line = forms.IntegerField(
        label=_("Line that names the columns"),
        min_value=1,
        max_value=LINES_ABOVE,
        help_text=_("The first of them, where the names take several lines."),
        error_messages={"required": _("Say in which line the names of the columns stand.")},
    )
    spread = forms.ChoiceField(label=_("The table has"), choices=_SHAPES, required=False)

    def __init__(self, data: Any = None, *, delivery: Delivery, subjects: Sequence[Subject]) -> None:
        self._table, self._choices = delivery.table, Choices.from_json(delivery.choices)
        self._codes = {subject.code for subject in subjects}
        self._names = {subject.name.casefold(): subject.code for subject in subjects}
        super().__init__(data, initial=self._initial())
        if len(self._numbers) > 2 or self._heads[1] > 1:
            self.fields["heading_lines"] = forms.TypedChoiceField(
                label=_("The headings take"),
                choices=_HEADING_LINES,
                coerce=int,
                empty_value=None,
                required=False,
                help_text=_(
                    "Where they take several, what stands above and below in one column is its name, such as "
                    "Male / 2023. The columns are then found anew: say afterwards what they are."
                ),
                error_messages={"invalid_choice": _("Headings take one, two or three lines. Choose one of these.")},
            )
        columns = [("", "–"), *((column, column) for column in dict.fromkeys(self._table.get("columns", ())) if column)]
        for role, label in _ROLES:
            self.fields[f"column_{role}"] = forms.ChoiceField(label=label, choices=columns, required=False)
        if self._offered:
            self.fields["ignored"] = forms.MultipleChoiceField(
                label=_("Columns that hold no figures"),
                choices=[(column, column) for column in self._offered],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_(
                    "Tick what is to be left out, such as a total or a note, where each column has a period or a "
                    "series. It is remembered for the next table with these columns."
                ),
            )
        if len(self._table.get("worksheets", ())) > 1:
            sheets = [(name, name) for name in self._table["worksheets"]]
            self.fields["worksheet"] = forms.ChoiceField(label=_("Worksheet"), choices=sheets)
        if self._table.get("kind") == "csv":
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Its characters are written in"),
                choices=[("", _("whatever was found out")), *ENCODINGS.items()],
                required=False,
                help_text=_("Only where letters with accents look wrong."),
            )
        for at, _series in enumerate(self.series):
            self.fields[f"code_{at}"] = forms.CharField(
                label=_("Indicator"),
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"list": "indicators"}),
            )
            self.fields[f"period_{at}"] = forms.ChoiceField(label=_("Its periods are"), choices=PERIOD_RULES)
            self.fields[f"upper_{at}"] = forms.ChoiceField(label=_("Counties"), choices=UPPER_RULES)
            self.fields[f"whole_{at}"] = forms.ChoiceField(label=_("Areas not in it"), choices=_WHOLE, required=False)
        for fact, label, help_text in FACTS:
            self.fields[f"fact_{fact}"] = forms.CharField(
                label=label, required=False, max_length=60 if fact in ("vintage", "release", "licence") else 300,
                help_text=help_text, validators=[insist_visible],
            )  # fmt: skip

    @property
    def _heads(self) -> tuple[int, int]:
        """In which line the columns are named as the table was read, and how many lines that takes."""
        return self._table.get("line") or 1, self._table.get("heading_lines") or 1

    @property
    def _numbers(self) -> list[int]:
        """The numbers of the first lines of the file, those that hold anything."""
        return self._table.get("numbers") or [number for number, _cells in self._table.get("first", ())]

    def _heads_said(self) -> tuple[int, int]:
        cleaned, (line, many) = self.cleaned_data, self._heads
        return cleaned.get("line") or line, cleaned.get("heading_lines") or many

    @property
    def _offered(self) -> list[str]:
        """The columns that may be left out, the first of them where a table is very wide."""
        return [column for column in dict.fromkeys(self._table.get("columns", ())) if column][:SERIES_OFFERED]

    def _ignored(self, cleaned: dict[str, Any], before: Layout) -> tuple[str, ...]:
        """The columns left out: those ticked, and those that were left out before and are not offered."""
        ticked = cleaned.get("ignored") or ()
        same = [column for column in before.ignored if column in ticked or column not in self._offered]
        return (*same, *(column for column in ticked if column not in same))

    @property
    def series(self) -> list[tuple[str, int, list[str]]]:
        """The series of the table, those with the most cells first: name, cells, some labels of periods."""
        found = sorted(self._table.get("series", ()), key=lambda each: -each[1])
        return found[:SERIES_OFFERED]

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each series beside its name, as the page lays them out."""
        return [
            {
                "name": name,
                "cells": cells,
                "labels": labels,
                "fields": [self[f"{field}_{at}"] for field in ("code", "period", "upper", "whole")],
            }
            for at, (name, cells, labels) in enumerate(self.series)
        ]

    def columns(self) -> list[forms.BoundField]:
        """The fields of the columns."""
        return [self[f"column_{role}"] for role, _label in _ROLES]

    def facts(self) -> list[forms.BoundField]:
        """The fields of what is said of the source."""
        return [self[f"fact_{fact}"] for fact, *_rest in FACTS]

    def first_lines(self) -> list[dict[str, Any]]:
        """The lines around the names of the columns, to choose among: number, cells, whether it is that line."""
        line = self._table.get("line") or 0
        named = range(line, (self._table.get("last") or line) + 1)
        return [{"number": at, "cells": cells, "chosen": at in named} for at, cells in self._table.get("first", ())]

    def _code_of(self, said: str) -> str:
        """The code of the indicator that has this code or name; empty where none has."""
        plain = said.strip().casefold()
        return plain if plain in self._codes else self._names.get(plain, "")

    def clean_heading_lines(self) -> int | None:
        """As many as leave a line of figures below them."""
        many: int | None = self.cleaned_data["heading_lines"]
        line, numbers = self.cleaned_data.get("line"), self._numbers
        below = len(numbers) - numbers.index(line) if line in numbers else 0
        # Of another worksheet nothing is known yet, and lines that were not looked at are told of once it is read.
        if many and "worksheet" not in self.changed_data and "numbers" in self._table and many >= below > 0:
            said = gettext("From line %(line)d on, no line of figures is left below so many lines of headings.")
            told = gettext("Choose fewer, or say that they begin further up.")
            raise forms.ValidationError(f"{said} {told}" % {"line": line})
        return many

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for at, _series in enumerate(self.series):
            typed = (cleaned.get(f"code_{at}") or "").strip()
            found = self._code_of(typed)
            if typed and not found:
                self.add_error(f"code_{at}", gettext("There is no indicator of this name or code. Choose one listed."))
            cleaned[f"code_{at}"] = found
        taken = [code for at, _series in enumerate(self.series) if (code := cleaned.get(f"code_{at}"))]
        if len(set(taken)) < len(taken):
            raise forms.ValidationError(gettext("Two series are said to be the same indicator. Choose one of them."))
        needed = [fact for fact, *_rest in FACTS if fact != "release"] if taken else []
        for fact in needed:
            if not cleaned.get(f"fact_{fact}"):
                self.add_error(
                    f"fact_{fact}", gettext("No figure comes in without saying where it is from: fill this in.")
                )
        if not self._elsewhere and not is_whole(self._layout(cleaned)):
            raise forms.ValidationError(
                gettext(
                    "Say which column holds the areas, and which the values and periods, or that columns hold them."
                )
            )
        return cleaned

    def choices(self) -> Choices:
        """What was chosen, once the form is valid."""
        cleaned = self.cleaned_data
        chosen = {
            name: Chosen(
                code=cleaned[f"code_{at}"],
                period_rule=cleaned[f"period_{at}"],
                upper_rule=cleaned[f"upper_{at}"],
                whole={"yes": True, "no": False}.get(cleaned[f"whole_{at}"]),
            )
            for at, (name, *_rest) in enumerate(self.series)
            if cleaned[f"code_{at}"]
        }
        facts = {fact: cleaned[f"fact_{fact}"] for fact, *_rest in FACTS if cleaned[f"fact_{fact}"]}
        if facts and "source" not in facts:
            facts["source"] = slugify(facts.get("title", ""))[:55] or "unnamed"
        # Another worksheet or line has columns of its own: they are looked for anew.
        layout = None if self._elsewhere else self._layout(cleaned)
        line, many = self._heads_said()
        if "worksheet" in self.changed_data:
            line = line if "line" in self.changed_data else 0
            many = many if "heading_lines" in self.changed_data else 1
        return Choices(cleaned.get("worksheet", ""), layout, line, chosen, facts, cleaned.get("encoding", ""), many)

    @property
    def _elsewhere(self) -> bool:
        names = self._table.get("columns", ())
        # Other characters are other names of columns, where these are more than plain letters.
        renamed = "encoding" in self.changed_data and not all(map(str.isascii, names))
        return renamed or "worksheet" in self.changed_data or self._heads_said() != self._heads

    def _layout(self, cleaned: dict[str, Any]) -> Layout:
        before = Layout.from_json(self._table.get("layout", {}))
        roles = {role: cleaned.get(f"column_{role}", "") for role, _label in _ROLES}
        series = roles.pop("series")
        same = before.series if series and before.series[:1] == (series,) else (series,) if series else ()
        kept = {role: roles[role] for role in roles} | {"series": same, "spread": cleaned.get("spread", "")}
        if kept["spread"] == "periods":
            kept |= {"period": "", "value": "", "lower": "", "upper": "", "status": ""}
        if kept["spread"] == "series":
            kept |= {"value": "", "lower": "", "upper": "", "status": "", "series": ()}
        changed = Layout(name=before.name, ignored=self._ignored(cleaned, before), absences=before.absences, **kept)
        return changed if changed == before else replace(changed, name="mapped")

    def _initial(self) -> dict[str, Any]:
        known = self._table.get("layout") or self._table.get("guess")
        layout = Layout.from_json(known or guess(self._table.get("columns", ())).to_json())
        line, many = self._heads_suggested()
        found: dict[str, Any] = {
            "line": line,
            "heading_lines": many,
            "spread": layout.spread,
            "worksheet": self._table.get("worksheet", ""),
            "encoding": self._choices.encoding,
            "ignored": list(layout.ignored),
        }
        for role, _label in _ROLES:
            value = getattr(layout, role)
            found[f"column_{role}"] = value if isinstance(value, str) else (value[0] if value else "")
        for at, (name, _cells, labels) in enumerate(self.series):
            chosen = self._choices.series.get(name)
            found[f"code_{at}"] = chosen.code if chosen else self._code_of(name)
            found[f"period_{at}"] = chosen.period_rule if chosen else _rule_of(labels)
            found[f"upper_{at}"] = chosen.upper_rule if chosen else "published"
            found[f"whole_{at}"] = {True: "yes", False: "no", None: ""}[chosen.whole] if chosen else ""
        return found | {f"fact_{fact}": self._choices.facts.get(fact, "") for fact, *_rest in FACTS}

    def _heads_suggested(self) -> tuple[int, int]:
        """Headings of several lines where they are seen and nobody has said otherwise, else those that were read."""
        line, many = self._table.get("suggested") or (0, 0)
        return (line, many) if many else self._heads


def _rule_of(labels: Sequence[str]) -> str:
    """What labels of periods most likely mean."""
    label = labels[0].strip() if labels else ""
    if span := _LONG.fullmatch(label):
        last = int(span[1][-2:])
        return "financial-from" if (last - int(label[2:4])) % 100 == 1 else "three-years-from"
    return "day" if re.match(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", label) else "plain"
