"""The triggers by which the database itself refuses to change or delete an event, or a link of the chain.

Only this may still happen to an event: its actor is forgotten with their account, a label is written over, its details
are emptied. None of these is in the chain by itself, so that a person can be erased and the chain still holds. When a
table is made anew (SQLite does so for most changes of a schema) its triggers are gone: the migration that does so puts
them up again, and `verify_audit` says when they are missing.
"""

from typing import Any

_SQLITE = {
    "activity_event_kept": """CREATE TRIGGER IF NOT EXISTS activity_event_kept BEFORE DELETE ON activity_event
        BEGIN SELECT RAISE(ABORT, 'Events are never deleted.'); END""",
    "activity_event_unchanged": """CREATE TRIGGER IF NOT EXISTS activity_event_unchanged BEFORE UPDATE ON activity_event
        WHEN NEW.id IS NOT OLD.id OR NEW.verb IS NOT OLD.verb OR NEW.at IS NOT OLD.at
          OR (NEW.actor_id IS NOT OLD.actor_id AND NEW.actor_id IS NOT NULL)
          OR NEW.subject_kind IS NOT OLD.subject_kind OR NEW.subject_id IS NOT OLD.subject_id
          OR NEW.scope_kind IS NOT OLD.scope_kind OR NEW.scope_id IS NOT OLD.scope_id
          OR NEW.seen_by_public IS NOT OLD.seen_by_public
          OR (NEW.details IS NOT OLD.details AND NEW.details <> '{}')
        BEGIN SELECT RAISE(ABORT, 'Events are never changed.'); END""",
    "activity_seal_kept": """CREATE TRIGGER IF NOT EXISTS activity_seal_kept BEFORE DELETE ON activity_seal
        BEGIN SELECT RAISE(ABORT, 'Links of the chain are never deleted.'); END""",
    "activity_seal_unchanged": """CREATE TRIGGER IF NOT EXISTS activity_seal_unchanged BEFORE UPDATE ON activity_seal
        WHEN NEW.place IS NOT OLD.place OR NEW.event_id IS NOT OLD.event_id OR NEW.actor_number IS NOT OLD.actor_number
          OR NEW.words_sha256 IS NOT OLD.words_sha256 OR NEW.hash IS NOT OLD.hash
          OR (NEW.salt IS NOT OLD.salt AND NEW.salt <> '')
        BEGIN SELECT RAISE(ABORT, 'Links of the chain are never changed.'); END""",
}
_SQLITE_DOWN = [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
_REFUSING = """CREATE OR REPLACE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'Events and links of the chain are never changed or deleted.'; END $$"""
_POSTGRES = {
    "activity_event_kept": """CREATE OR REPLACE TRIGGER activity_event_kept BEFORE DELETE ON activity_event
        FOR EACH ROW EXECUTE FUNCTION activity_refuse()""",
    "activity_event_unemptied": """CREATE OR REPLACE TRIGGER activity_event_unemptied BEFORE TRUNCATE ON activity_event
        FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse()""",
    "activity_event_unchanged": """CREATE OR REPLACE TRIGGER activity_event_unchanged BEFORE UPDATE ON activity_event
        FOR EACH ROW
        WHEN ((NEW.id, NEW.verb, NEW.at, NEW.subject_kind, NEW.subject_id, NEW.scope_kind, NEW.scope_id,
               NEW.seen_by_public)
           IS DISTINCT FROM (OLD.id, OLD.verb, OLD.at, OLD.subject_kind, OLD.subject_id, OLD.scope_kind, OLD.scope_id,
               OLD.seen_by_public)
          OR (NEW.actor_id IS DISTINCT FROM OLD.actor_id AND NEW.actor_id IS NOT NULL)
          OR (NEW.details IS DISTINCT FROM OLD.details AND NEW.details <> '{}'::jsonb))
        EXECUTE FUNCTION activity_refuse()""",
    "activity_seal_kept": """CREATE OR REPLACE TRIGGER activity_seal_kept BEFORE DELETE ON activity_seal
        FOR EACH ROW EXECUTE FUNCTION activity_refuse()""",
    "activity_seal_unemptied": """CREATE OR REPLACE TRIGGER activity_seal_unemptied BEFORE TRUNCATE ON activity_seal
        FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse()""",
    "activity_seal_unchanged": """CREATE OR REPLACE TRIGGER activity_seal_unchanged BEFORE UPDATE ON activity_seal
        FOR EACH ROW
        WHEN ((NEW.place, NEW.event_id, NEW.actor_number, NEW.words_sha256, NEW.hash)
           IS DISTINCT FROM (OLD.place, OLD.event_id, OLD.actor_number, OLD.words_sha256, OLD.hash)
          OR (NEW.salt IS DISTINCT FROM OLD.salt AND NEW.salt <> ''))
        EXECUTE FUNCTION activity_refuse()""",
}


def put_up(connection: Any) -> None:
    """Let the database refuse from now on. Done twice it is done once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSING)
        for statement in _of(connection).values():
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """Let rows be changed: for a migration that has to, and for tests, which empty the tables between them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS activity_refuse() CASCADE")
            return
        for statement in _SQLITE_DOWN:
            cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """The names of those that should stand and do not."""
    asked = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgname LIKE 'activity_%'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        stand = {name for (name,) in cursor.fetchall()}
    return [name for name in _of(connection) if name not in stand]


def _of(connection: Any) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE
