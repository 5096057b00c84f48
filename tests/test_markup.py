"""What the check of markup finds, and what it lets stand."""

import pytest

from tests.markup import faults_of

PAGE = """<!doctype html>
<html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>
{}
</main></body></html>"""
TABLE = "<table><tbody><tr><td>1</td><td>2</td></tr>{}</tbody></table>"


@pytest.mark.parametrize(
    "good",
    [
        '<p>Words and <a href="#here">a link</a></p><ul id="here"></ul>',
        '<a href="/"><div>A link may hold what its parent may</div></a>',
        "<table><thead><tr><th>A<th>B<tbody><tr><td>1<td>2<tr><td colspan=2>3</table>",
        '<table><tbody><tr><th rowspan="2">A</th><td>1</td></tr><tr><td>2</td></tr></tbody></table>',
        "<dl><div><dt>Term</dt><dd><p>What it is</p></dd></div></dl>",
        "<details><summary><h2>More</h2></summary><p>Words</p></details>",
        '<svg viewBox="0 0 9 9"><title>A drawing</title><path d="M0 0"/><a href="#x" id="x"><rect/></a></svg>',
        '<label for="name">Name</label><input id="name" name="name" data-hx-get="/" aria-describedby="name">',
        '<button type="button"><svg><path/></svg> Close</button><img src="/a.png" alt="">',
    ],
)
def test_what_is_right_stands(good):
    assert faults_of(PAGE.format(good)) == []


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("<p><div>A</div></p>", "line 3: <div> stands in <p>, which holds words only"),
        ("<span><a href=/><p>A</p></a></span>", "line 3: <p> stands in <span>, which holds words only"),
        ("<ul><div>A</div></ul>", "line 3: <ul> holds <div>"),
        ("<ul>A</ul>", "line 3: words stand in <ul> itself: A"),
        ("<div><li>A</li></div>", "line 3: <li> stands in <div>"),
        ("<table><tr><td>A</td></tr></table>", "line 3: <tr> stands in <table>"),
        ("<b><i>A</b></i>", "line 3: </b> where <i> of line 3 is open"),
        ("<section><p>A</section>", "line 3: </section> where <p> of line 3 is open"),
        ("<br></br>", "line 3: </br> ends what has no end"),
        ("<div/>", "line 3: <div/> closes itself, which only void elements do"),
        (TABLE.format("<tr><td>3</td></tr>"), "line 3: the rows of the table of line 3 have [1, 2] columns"),
        ('<p id="a">A</p><p id="a">B</p>', "2 elements have the id a"),
        ('<p id="">A</p>', "line 3: <p> has an id that is none: ''"),
        ('<p class="a" class="b">A</p>', "line 3: <p> has class twice"),
        ('<p hx-get="/">A</p>', "line 3: <p> has no attribute hx-get"),
        ('<td width="3">A</td>', "line 3: <td> stands in <main>"),
        ('<label for="b">A</label>', "line 3: nothing has the id b"),
        ('<a href="#c">A</a>', "line 3: nothing has the id c"),
        ('<a href="/a b">A</a>', "line 3: <a> has a space in its href: /a b"),
        ('<a href="/"><button>A</button></a>', "line 3: <button> stands in a link or a button"),
        ("<form><form></form></form>", "line 3: <form> stands in another <form>"),
        ("<fieldset><p>A</p><legend>B</legend></fieldset>", "line 3: <legend> is not the first in <fieldset>"),
        ('<img src="/a.png">', "line 3: <img> has no alt"),
        (
            '<section aria-labelledby="s"><h2 id="s">A</h2><div role="region" aria-labelledby="s"></div></section>',
            "2 landmarks are named by s",
        ),
        ("<h3>A</h3>", "line 3: <h3> follows a heading of level 1"),
        ("<h1>Another</h1>", "it has 2 <h1>"),
        ("<section>", "line 4: </main> where <section> of line 3 is open"),
    ],
)
def test_what_is_wrong_is_found_with_its_line(bad, fault):
    assert fault in faults_of(PAGE.format(bad))


def test_a_page_without_its_parts_is_none():
    assert faults_of("<p>A") == [
        "line 1: it does not begin with <!doctype html>",
        "<p> of line 1 is never closed",
        *(f"it has 0 <{tag}>" for tag in ("html", "head", "title", "body", "main", "h1")),
    ]
