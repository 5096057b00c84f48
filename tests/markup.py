"""What is wrong with a page by the rules of HTML: how it is nested, what may stand where, and what points to nothing.

The rules are those of the HTML standard (https://html.spec.whatwg.org), as far as one page tells them without running
it; those on what the words of a label or an alternative should say are axe's to judge.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _words(text: str) -> set[str]:
    return set(text.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")
HEADINGS = {f"h{level}" for level in range(1, 7)}
#: Elements that only stand where paragraphs may stand.
FLOW_ONLY = HEADINGS | _words(
    "address article aside blockquote details dialog div dl fieldset figure footer form header hgroup hr main menu nav "
    "ol p pre search section table ul"
)
#: Elements that hold words and what stands among words, and nothing that takes a line of its own.
PHRASING_INSIDE = HEADINGS | _words(
    "abbr b bdi bdo button cite code data dfn em i kbd label legend mark meter output p pre progress q s samp small "
    "span strong sub summary sup time u var"
)
#: A legend or a summary may be a heading besides.
MAY_HOLD_HEADINGS = {"legend", "summary"}
#: They may hold whatever their parent may.
TRANSPARENT = {"a", "ins", "del", "object", "noscript", "slot", "map"}
#: Whose parents may be these only.
PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "caption": {"table"},
    "colgroup": {"table"},
    "col": {"colgroup"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "option": {"select", "optgroup", "datalist"},
    "optgroup": {"select"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
#: Which may hold these elements only, and no words.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
    "select": {"option", "optgroup", "hr"},
    "optgroup": {"option"},
}
#: What need not be closed: it ends where one of these begins, or where its parent ends.
ENDS_AT = {
    "li": {"li"},
    "option": {"option", "optgroup"},
    "td": {"td", "th", "tr", "tbody", "tfoot"},
    "th": {"td", "th", "tr", "tbody", "tfoot"},
    "tr": {"tr", "tbody", "tfoot"},
    "thead": {"tbody", "tfoot"},
    "tbody": {"tbody", "tfoot"},
    "tfoot": set(),
}
FIRST_OF_ITS_PARENT = {"legend", "summary", "caption"}
#: What a person acts on; none of it stands in a link or a button.
INTERACTIVE = {"a", "button", "details", "embed", "iframe", "input", "label", "select", "textarea"}
NEVER_IN_ITSELF = {"form", "label", "a", "button", "main", "header", "footer", "dfn", "progress"}
LANDMARKS = {"section", "nav", "aside", "form", "search"}
POINTING = {
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "list",
    "form",
    "headers",
}
GLOBAL = _words(
    "accesskey autocapitalize autofocus class contenteditable dir draggable enterkeyhint hidden id inert inputmode is "
    "itemid itemprop itemref itemscope itemtype lang nonce popover role slot spellcheck style tabindex title translate"
)
ATTRIBUTES = {
    "a": "href target download ping rel hreflang type referrerpolicy",
    "blockquote": "cite",
    "button": "disabled form formaction formmethod formnovalidate name type value popovertarget popovertargetaction",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open name",
    "dialog": "open",
    "fieldset": "disabled form name",
    "form": "accept-charset action autocomplete enctype method name novalidate target rel",
    "html": "",
    "iframe": "src srcdoc name sandbox allow allowfullscreen width height referrerpolicy loading",
    "img": "alt src srcset sizes crossorigin usemap ismap width height decoding loading fetchpriority referrerpolicy",
    "input": "accept alt autocomplete checked dirname disabled form formaction formmethod height list max maxlength "
    "min minlength multiple name pattern placeholder readonly required size src step type value width",
    "ins": "cite datetime",
    "label": "for",
    "li": "value",
    "link": "href crossorigin rel media integrity hreflang type referrerpolicy sizes as color disabled",
    "meta": "name http-equiv content charset media property",
    "meter": "value min max low high optimum",
    "ol": "reversed start type",
    "optgroup": "disabled label",
    "option": "disabled label selected value",
    "output": "for form name",
    "progress": "value max",
    "q": "cite",
    "script": "src type nomodule async defer crossorigin integrity referrerpolicy",
    "select": "autocomplete disabled form multiple name required size",
    "source": "type media src srcset sizes width height",
    "style": "media",
    "td": "colspan rowspan headers",
    "textarea": "autocomplete cols dirname disabled form maxlength minlength name placeholder readonly required "
    "rows wrap",
    "th": "colspan rowspan headers scope abbr",
    "time": "datetime",
}


@dataclass
class Element:
    """An element that is open, with what has been met in it."""

    tag: str
    line: int
    children: list[str] = field(default_factory=list)
    #: Of a table: how many columns each row takes, and the cells that reach into rows below: how many rows, how wide.
    widths: list[int] = field(default_factory=list)
    hanging: list[tuple[int, int]] = field(default_factory=list)

    def begin_row(self) -> None:
        self.widths.append(sum(columns for _, columns in self.hanging))
        self.hanging = [(rows - 1, columns) for rows, columns in self.hanging if rows > 1]

    def put_cell(self, columns: int, rows: int) -> None:
        self.widths[-1] += columns
        if rows > 1:
            self.hanging.append((rows - 1, columns))


class Markup(HTMLParser):
    """Reads a page and gathers its `faults`, each with its line."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[Element] = [Element("", 1)]
        self.seen: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.landmarks: Counter[str] = Counter()
        self.pointed: list[tuple[str, int]] = []
        self.level = 0
        if not page.lstrip().lower().startswith("<!doctype html>"):
            self._fault("it does not begin with <!doctype html>")
        self.feed(page)
        self.close()
        self._judge_the_whole()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._attributes(tag, attrs)
        while tag in ENDS_AT.get(self.open[-1].tag, ()):
            self._closed(self.open.pop())
        if not self._in_svg():
            self._place(tag, given)
        self.open[-1].children.append(tag)
        self.seen[tag] += 1
        if tag in ("td", "th") and (table := self._nearest("table")):
            table.put_cell(int(given.get("colspan") or 1), int(given.get("rowspan") or 1))
        if tag == "tr" and (table := self._nearest("table")):
            table.begin_row()
        if tag not in VOID or self._in_svg():
            self.open.append(Element(tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and not self._in_svg() and tag != "svg":
            self._fault(f"<{tag}/> closes itself, which only void elements do")
        self.handle_starttag(tag, attrs)
        if self.open[-1].tag == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID and not self._in_svg():
            self._fault(f"</{tag}> ends what has no end")
            return
        while tag != self.open[-1].tag in ENDS_AT and any(each.tag == tag for each in self.open):
            self._closed(self.open.pop())
        if tag == self.open[-1].tag:
            self._closed(self.open.pop())
        else:
            self._fault(f"</{tag}> where <{self.open[-1].tag}> of line {self.open[-1].line} is open")
            while any(each.tag == tag for each in self.open) and self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1].tag in CHILDREN and not self._in_svg():
            self._fault(f"words stand in <{self.open[-1].tag}> itself: {data.strip()[:40]}")

    def _fault(self, what: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def _in_svg(self) -> bool:
        return any(each.tag == "svg" for each in self.open)

    def _nearest(self, tag: str) -> Element | None:
        return next((each for each in reversed(self.open) if each.tag == tag), None)

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self._fault(f"<{tag}> has {name} twice")
        for name, value in attrs:
            own = GLOBAL | set(ATTRIBUTES.get(tag, "").split())
            if not (self._in_svg() or tag == "svg" or name in own or name.startswith(("aria-", "data-"))):
                self._fault(f"<{tag}> has no attribute {name}")
            if name == "id":
                self.ids[value or ""] += 1
                if not value or re.search(r"\s", value):
                    self._fault(f"<{tag}> has an id that is none: {value!r}")
            if name == "aria-labelledby" and (tag in LANDMARKS or ("role", "region") in attrs):
                self.landmarks[value or ""] += 1
            if name in POINTING:
                self.pointed += [(each, self.getpos()[0]) for each in (value or "").split()]
            if name in ("href", "src", "action") and re.search(r"\s", value or ""):
                self._fault(f"<{tag}> has a space in its {name}: {value}")
            if name == "href" and value and value.startswith("#") and value != "#":
                self.pointed.append((value[1:], self.getpos()[0]))

    def _place(self, tag: str, given: dict[str, str | None]) -> None:
        """Whether an element may stand where it does."""
        parent = self.open[-1].tag
        above = [each.tag for each in self.open]
        holder = next((each for each in reversed(above) if each not in TRANSPARENT), "")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self._fault(f"<{tag}> stands in <{parent}>")
        if parent in CHILDREN and tag not in CHILDREN[parent] | {"script", "template"}:
            self._fault(f"<{parent}> holds <{tag}>")
        if tag in FLOW_ONLY and holder in PHRASING_INSIDE and not (holder in MAY_HOLD_HEADINGS and tag in HEADINGS):
            self._fault(f"<{tag}> stands in <{holder}>, which holds words only")
        if tag in FIRST_OF_ITS_PARENT and self.open[-1].children:
            self._fault(f"<{tag}> is not the first in <{parent}>")
        if tag in NEVER_IN_ITSELF and tag in above:
            self._fault(f"<{tag}> stands in another <{tag}>")
        acted = tag in INTERACTIVE and given.get("type") != "hidden" and not (tag == "a" and "href" not in given)
        if (acted or "tabindex" in given) and {"a", "button"} & set(above):
            self._fault(f"<{tag}> stands in a link or a button")
        if tag in HEADINGS:
            if int(tag[1]) > self.level + 1:
                self._fault(f"<{tag}> follows a heading of level {self.level}")
            self.level = int(tag[1])
        if tag == "img" and "alt" not in given:
            self._fault("<img> has no alt")

    def _closed(self, element: Element) -> None:
        if element.tag == "table" and len(set(element.widths)) > 1:
            self._fault(f"the rows of the table of line {element.line} have {sorted(set(element.widths))} columns")

    def _judge_the_whole(self) -> None:
        self.faults += [f"<{each.tag}> of line {each.line} is never closed" for each in self.open[1:]]
        self.faults += [f"{count} elements have the id {name}" for name, count in self.ids.items() if count > 1]
        self.faults += [f"{n} landmarks are named by {name}" for name, n in self.landmarks.items() if n > 1]
        self.faults += [
            f"line {line}: nothing has the id {name}" for name, line in self.pointed if name not in self.ids
        ]
        for tag in ("html", "head", "title", "body", "main", "h1"):
            # A drawing has titles of its own.
            if self.seen[tag] < 1 or (self.seen[tag] > 1 and tag != "title"):
                self.faults.append(f"it has {self.seen[tag]} <{tag}>")


def faults_of(page: str) -> list[str]:
    """What is wrong with a page; nothing, if it is well formed."""
    return Markup(page).faults
