"""What is on record: the newest event, how much there is of it, and a thing as the database has it now."""

from apps.activity.models import Event, Version


def last_event():
    return Event.objects.first()


def on_record():
    """How many events and versions there are; the same again when nothing was recorded."""
    return Event.objects.count(), Version.objects.count()


def as_saved(thing):
    return type(thing).objects.get(pk=thing.pk)
