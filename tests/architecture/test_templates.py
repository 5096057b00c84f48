"""Templates: each has its view, each view its template, and none holds what the house forbids."""

import ast
import re

import pytest

from tests.architecture.source import APPS, ROOT, TEMPLATES, modules, templates, tree_of

SHARED = {"layouts", "components", "partials"}
#: Templates that come with Django and ours extend: those of the emergency pages.
OF_DJANGO = {"admin/base.html"}
#: Found by Django or a library by their name alone.
BY_CONVENTION = {"admin/base_site.html", "404.html", "500.html", "403.html", "400.html"}
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]+\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I),
    "on… handler": re.compile(r"<[^>{]+\son[a-z]+\s*=", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "unescaped output": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "third party": re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I),
}
TOKEN = re.compile(r"csrf_token|csrf_input")
#: Where a page may hold a token: those of the signed-in, and those where people sign in, sign up or follow a letter.
MAY_HOLD_TOKENS = re.compile(r"^(desks/|work/|reports/|layouts/signed_in\.html$|accounts/)")
SPARED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}"
    r"|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(?:code|kbd|samp|script|svg)\b.*?</(?:code|kbd|samp|script|svg)>"
    r"|<[^>]*>|&[a-z]+;|&#\d+;",
    re.S | re.I,
)
WORD = re.compile(r"[A-Za-z]{2,}")
TAGS = re.compile(r"\{[%{].*?[%}]\}", re.S)


def name_of(path):
    return path.relative_to(TEMPLATES).as_posix()


def named_in_python():
    """Every template that some module names, as a plain string."""
    return {
        node.value.split("#")[0]
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"\.(html|txt)(#|$)", node.value)
    }


def named_in_templates():
    pattern = re.compile(r"\{%-?\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    return {name.split("#")[0] for path in templates() for name in pattern.findall(path.read_text("utf-8"))}


def untranslated(text):
    """The words of a template that stand outside any tag for translation."""
    return WORD.findall(SPARED.sub(" ", text))


def test_every_template_that_is_named_exists():
    named = {name for name in named_in_python() | named_in_templates() if "/" in name and "<" not in name}

    assert (
        sorted(name for name in named - OF_DJANGO if not (TEMPLATES / name).exists() and "account/" not in name) == []
    )


def test_every_template_is_used():
    used = named_in_python() | named_in_templates() | BY_CONVENTION
    unused = [name_of(path) for path in templates() if name_of(path) not in used]

    assert unused == []


def test_a_page_lies_in_the_folder_of_the_app_that_renders_it():
    strays = []
    for path in modules():
        app = path.relative_to(APPS).parts[0]
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                folder = node.value.split("/")[0]
                if "/" in node.value and folder not in {app, "pages", *SHARED}:
                    strays.append(f"{path.relative_to(ROOT)}: {node.value}")
    assert strays == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds_what_is_forbidden(what):
    found = {
        f"{name_of(path)}: {match.group(0)[:80]}"
        for path in templates()
        for match in FORBIDDEN[what].finditer(path.read_text("utf-8"))
    }

    assert sorted(found) == []


@pytest.mark.parametrize(
    ("what", "offence"),
    [
        ("inline style", '<p class="a" style="color: red">'),
        ("style element", "<style>p {}</style>"),
        ("inline script", "<script>alert(1)</script>"),
        ("inline script", "<script nonce='x'>alert(1)</script>"),
        ("on… handler", '<button class="a" onclick="go()">'),
        ("javascript: address", '<a href="JavaScript:go()">'),
        ("unescaped output", "{{ name | safe }}"),
        ("unescaped output", "{% autoescape off %}"),
        ("third party", '<script src="//elsewhere.example/a.js"></script>'),
        ("third party", '<link rel="stylesheet" href="https://elsewhere.example/a.css">'),
    ],
)
def test_what_is_forbidden_is_recognised(what, offence):
    assert FORBIDDEN[what].search(offence)


def test_public_pages_hold_no_token():
    holders = [name_of(path) for path in templates() if TOKEN.search(path.read_text("utf-8"))]

    assert [name for name in holders if not MAY_HOLD_TOKENS.search(name)] == []


def test_htmx_attributes_are_written_in_templates_only():
    offences = [
        f"{path.relative_to(ROOT)}: {node.value[:60]}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\bhx-[a-z]+=", node.value)
    ]

    assert offences == []


def test_every_word_is_marked_for_translation():
    found = {name_of(path): untranslated(path.read_text("utf-8")) for path in templates() if path.suffix == ".html"}

    assert {name: words[:6] for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hello there</p>", ["Hello", "there"]),
        ('<p title="x">{% translate "Hello" %} {{ name }}</p>', []),
        ("{% blocktranslate trimmed %}Hello <b>there</b>{% endblocktranslate %}", []),
        ("<code>not words</code> &nbsp; &ndash;", []),
    ],
)
def test_untranslated_words_are_seen(text, words):
    assert untranslated(text) == words


def strays_in(source):
    """(block, name) of every name that a tag uses in one block of a template and that is given in another one only."""
    blocks = dict(re.findall(r"^\{% block (\w+) %\}(.*?)\{% endblock %\}$", source, re.S | re.M))
    given = {name: set(re.findall(r"\bas (?:\w+, )*(\w+)\b[^%]*%\}", body)) for name, body in blocks.items()}
    for block, body in blocks.items():
        used = set(re.findall(r"\b[a-z_]+\b", re.sub(r"'[^']*'|\"[^\"]*\"", "", " ".join(TAGS.findall(body)))))
        elsewhere = set().union(*(names for other, names in given.items() if other != block))
        yield from ((block, name) for name in sorted(used & (elsewhere - given[block])))


def test_a_name_is_given_in_the_block_that_uses_it():
    # What a tag gives `as` a name is gone at the end of its block: elsewhere it is empty, and nothing says so.
    strays = {name_of(path): found for path in templates() if (found := list(strays_in(path.read_text("utf-8"))))}

    assert strays == {}


def test_a_name_that_strays_is_recognised():
    source = '{% block a %}{% can "x" as may %}{% endblock %}\n{% block b %}{% if may %}yes{% endif %}{% endblock %}\n'

    assert list(strays_in(source)) == [("b", "may")]
