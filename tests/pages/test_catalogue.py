"""Words out of code and templates, into a catalogue, and into what gettext reads."""

import ast
import gettext
import io
import re

from django.utils.translation.template import templatize

from apps.pages import extracting
from apps.pages.catalogue import (
    Message,
    comment_of,
    compile_file,
    compiled,
    gathered,
    merged,
    read_po,
    words_of_module,
    words_of_templatized,
    write_po,
)
from tests.architecture.source import ROOT, TEMPLATES, modules, tree_of
from tests.pages.welsh import MODULES, complete_templates

NAMES = re.compile(r"%\((\w+)\)[sd]|%%")


def catalogue():
    return read_po(extracting.catalogue_path().read_text("utf-8"))


def test_marked_words_of_a_module_are_found_and_no_others():
    source = (
        '_("One " "whole")\nngettext("%(n)s area", "%(n)s areas", n)\n_later(\'it’s\')\nprint("not this")\n_(name)\n'
    )

    found = [(message.one, message.many) for message in words_of_module(source, "a.py")]

    assert sorted(found) == sorted([("One whole", ""), ("%(n)s area", "%(n)s areas"), ("it’s", "")])


def test_marked_words_of_a_template_are_found_as_they_are_looked_up():
    source = (
        "{% load i18n %}{% translate 'It is “so”' %}{% blocktranslate trimmed count n=x with a=b %}\n {{ a }} has\n 1%"
        "{% plural %}{{ a }} have {{ n }}%{% endblocktranslate %}<p>not this</p>"
    )

    found = [(message.one, message.many) for message in words_of_templatized(templatize(source), "a.html")]

    assert found == [("It is “so”", ""), ("%(a)s has 1%%", "%(a)s have %(n)s%%")]


def test_a_catalogue_is_read_as_it_was_written_and_keeps_what_is_translated():
    one, many = (
        Message('A "quoted"\n\\ line', "", ("a.py",), ("Un",)),
        Message("x", "xs", ("b.py",), ("1", "2", "3", "4")),
    )

    text = write_po(extracting.HEADER, [one, many], "Awaiting\nreview")
    header, found = read_po(text)

    assert (header, found) == (extracting.HEADER, [one, many])
    assert comment_of(text) == "Awaiting\nreview"
    fresh = gathered([replace_told(one), Message("new", "", ("c.py",))])
    assert [(each.one, each.told) for each in merged(fresh, found, 4)] == [(one.one, ("Un",)), ("new", ("",))]


def replace_told(message):
    return Message(message.one, message.many, message.places)


def test_what_is_compiled_is_what_gettext_reads_and_nothing_half_done():
    half = Message("half", "halves", (), ("un", "", "", ""))
    told = [Message("One", "", (), ("Un",)), Message("%(n)s year", "%(n)s years", (), ("a", "b", "c", "d")), half]

    read = gettext.GNUTranslations(io.BytesIO(compiled(extracting.HEADER, told)))

    assert read.gettext("One") == "Un"
    assert [read.ngettext("%(n)s year", "%(n)s years", n) for n in (1, 2, 5, 8)] == ["a", "b", "c", "d"]
    assert read.ngettext("half", "halves", 2) == "halves"


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path):
    source, target = tmp_path / "django.po", tmp_path / "cy" / "django.mo"
    source.write_text(write_po(extracting.HEADER, [Message("One", "", (), ("Un",))]))

    assert compile_file(source, target)
    assert not compile_file(source, target)
    assert [path.name for path in target.parent.iterdir()] == ["django.mo"]


def test_the_pages_said_to_be_in_welsh_are_all_of_them():
    told = {message.key for message in catalogue()[1] if message.is_told}
    files = [*(TEMPLATES / name for name in complete_templates()), *(ROOT / name for name in MODULES)]

    missing = {
        (each.places[0], each.one) for path in files for each in extracting.words_in(path) if each.key not in told
    }

    assert sorted(missing) == []


def test_a_translation_holds_the_same_names_as_what_it_translates():
    wrong = [
        message.one
        for message in catalogue()[1]
        for told in message.told
        if told
        and not set(NAMES.findall(told)) <= set(NAMES.findall(message.one + message.many))
        or (told and not message.many and sorted(NAMES.findall(told)) != sorted(NAMES.findall(message.one)))
    ]

    assert wrong == []


def test_the_catalogue_says_that_it_awaits_review():
    assert "AWAITING REVIEW" in comment_of(extracting.catalogue_path().read_text("utf-8"))


def test_words_stand_in_the_call_that_marks_them():
    # What stands in a variable is found by nobody who gathers words.
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "_later", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]

    assert hidden == []
