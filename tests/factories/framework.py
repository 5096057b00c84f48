"""Editions and elements that merely exist. Freeze an edition by its action."""

from datetime import date

import factory

from apps.framework.models import Edition, Element


class EditionFactory(factory.django.DjangoModelFactory):
    """A draft without elements."""

    class Meta:
        model = Edition

    code = factory.Sequence(lambda number: f"edition-{number}")
    name = factory.Sequence(lambda number: f"Edition {number}")
    as_at = date(2026, 6, 30)
    author = "Ada Author"
    checker = "Chris Checker"
    next_review = date(2027, 6, 30)
    checksum = "0" * 64


class ElementFactory(factory.django.DjangoModelFactory):
    """A headline; with `level` and `parent`, a domain or subdomain."""

    class Meta:
        model = Element

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda number: f"element-{number}")
    name = factory.LazyAttribute(lambda element: element.code.replace("-", " ").capitalize())
    level = Element.Level.HEADLINE
    position = factory.Sequence(lambda number: number)


class IndicatorFactory(ElementFactory):
    """An indicator: more is better, as published, for both tiers."""

    level = Element.Level.INDICATOR
    direction = 1
    unit = "per cent"
    tier = Element.AtTier.BOTH
    transform = Element.Transform.NONE
    max_age = 5
    why = "It matters."
    publisher = "Office of Figures"
    licence = "OGL v3.0"
