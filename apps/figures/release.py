"""The release file: one release of one indicator as text. Uploads, downloads and the starter set all have this form.

Lines `# key: value` say what it is; below them comes a table `area,period,value,lower,upper,absence,basis`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields

REQUIRED_KEYS = ("code", "name", "unit", "source", "title", "publisher", "vintage", "licence", "attribution", "release")
#: A spreadsheet pads a line with at most 16,384 commas; whatever is longer is no table, and costs memory to take apart.
LONGEST_LINE = 20_000
#: So many lines one row may take, as its cells may hold line breaks, and so many lines may say what a release is:
#: without a bound a file without end of row or header would be held in memory whole.
_MOST_LINES_OF_ROW, _MOST_KEYS = 100, 200
#: Some programs begin a text in UTF-8 with it.
MARK = b"\xef\xbb\xbf"
_NAMES_LISTED = 10
_LONGEST_NUMBER = 10
_KEY = re.compile(r"#\s*([a-z][a-z0-9-]*)\s*:\s*(.*)", re.DOTALL)
_FOREIGN = (
    (b"PK", "This is a workbook or a zip file. Save the sheet as “CSV UTF-8” and upload that."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save the sheet as “CSV UTF-8” and upload that."),
    (b"%PDF", "This is a PDF. A release file is text: see the example on this page."),
    (b"<", "This is a web page or XML, perhaps saved from an error page. Download the release file again."),
    (b"{", "This is JSON. A release file is a table in CSV: see the example on this page."),
)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One row as written, not yet checked; `line` is where it stands in the file."""

    line: int
    area: str
    period: str
    value: str
    lower: str
    upper: str
    absence: str
    basis: str


@dataclass(frozen=True)
class Release:
    """What a release file says of itself, and its rows."""

    header: dict[str, str]
    rows: list[ReleaseRow]


class UnreadableRelease(Exception):
    """The file cannot be read as a release; the message says what is wrong, where, and what to do."""


COLUMNS = tuple(field.name for field in fields(ReleaseRow))[1:]
#: A column of releases that were made from another file: where in it a row came from.
LINE = "line"
REQUIRED_COLUMNS = COLUMNS[:3]


def is_release(content: bytes) -> bool:
    """Whether a file has the form of a release: it begins with a line “# key: value”."""
    return content.removeprefix(MARK).lstrip().lstrip(b'"')[:1] == b"#"


def read_release(content: bytes) -> Release:
    """The header and rows of a release file; raises UnreadableRelease."""
    lines = _lines(_text(content))
    header: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    places: list[int] = []
    rows: list[ReleaseRow] = []
    for number, cells in lines:
        if not columns and cells[0].startswith("#"):
            read_header_line(header, number, ",".join(cells))
        elif not columns:
            columns = read_columns(number, cells)
            places = places_of(columns)
        else:
            rows.append(read_row(number, cells, columns, places))
    check_complete(header, columns, len(rows))
    return Release(header, rows)


def write_release(release: Release, *, lines: bool = False) -> bytes:
    """The file of a release; reading it back gives the same release. Raises ValueError on a header of two lines.

    With `lines` every row says by which line it is known: it came from another file.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    extra = [key for key in release.header if key not in REQUIRED_KEYS]
    for key in (*REQUIRED_KEYS, *extra):
        if key in release.header:
            writer.writerow([_header_line(key, release.header[key])])
    writer.writerow([*COLUMNS, LINE] if lines else COLUMNS)
    for row in release.rows:
        cells = [_harmless(cell) for cell in astuple(row)[1:]]
        writer.writerow([*cells, str(row.line)] if lines else cells)
    return out.getvalue().encode()


def require_text(start: bytes, *, zeros: bool, strange: int | None) -> None:
    """Raises UnreadableRelease where a file is no text.

    `start`: how it begins, without white space; `zeros`: it holds some; `strange`: the first line that is not UTF-8.
    """
    if not start:
        raise UnreadableRelease("The file is empty. Choose the file that holds the release.")
    for signature, sentence in _FOREIGN:
        if start.startswith(signature):
            raise UnreadableRelease(sentence)
    if zeros:
        raise UnreadableRelease("This is not a text file. Save the table as “CSV UTF-8” and upload that.")
    if strange is not None:
        raise UnreadableRelease(
            f"Line {strange} holds a character that is not UTF-8. Save the file as “CSV UTF-8” and upload it again."
        )


def _text(content: bytes) -> str:
    plain = content.removeprefix(MARK)
    text, strange = "", None
    try:
        text = plain.decode()
    except UnicodeDecodeError as error:
        strange = plain.count(b"\n", 0, error.start) + 1
    require_text(plain.lstrip(), zeros=b"\0" in content, strange=strange)
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, with their number; spreadsheets pad lines with empty cells, which go."""
    ended = 0

    def given() -> Iterator[str]:
        for number, line in enumerate(io.StringIO(text, newline=""), start=1):
            require_few(number - ended)
            require_short(number, len(line))
            yield line

    reader = csv.reader(given(), strict=True)
    try:
        for cells in reader:
            ended = reader.line_num
            if said := without_padding(cells):
                yield reader.line_num, said
    except csv.Error as error:
        raise no_csv(reader.line_num, error) from None


def without_padding(cells: list[str]) -> list[str]:
    """The cells of a line without those behind the last that says something."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def no_csv(line: int, error: csv.Error) -> UnreadableRelease:
    """What to say of a line that the reader of CSV gave up at."""
    return UnreadableRelease(
        f"Line {line} cannot be read as CSV ({error}). Look for a quotation mark that is never closed."
    )


def require_few(lines: int) -> None:
    """Raises csv.Error where a row goes on for too many lines."""
    if lines > _MOST_LINES_OF_ROW:
        raise csv.Error(f"a row goes on for more than {_MOST_LINES_OF_ROW} lines")


def require_short(number: int, length: int) -> None:
    """Raises UnreadableRelease where a line is longer than any row of a table."""
    if length > LONGEST_LINE:
        raise UnreadableRelease(
            f"Line {number} is {length:,} characters long: a release has one row on each line, and short ones. "
            "Save the table as “CSV UTF-8” and upload that."
        )


def read_header_line(header: dict[str, str], number: int, line: str) -> None:
    """Take up a line “# key: value” of a header; raises UnreadableRelease."""
    require_short(number, len(line))
    if len(header) >= _MOST_KEYS:
        raise UnreadableRelease(
            f"Line {number} is one line “# key: value” too many: a release says of itself what it must in "
            f"{len(REQUIRED_KEYS)}, and at most {_MOST_KEYS} are read. Remove those that nobody needs."
        )
    shape = _KEY.fullmatch(line)
    if shape is None:
        raise UnreadableRelease(f"Line {number} begins with # but is not of the form “# key: value”. Correct it.")
    key, value = shape.groups()
    if key in header:
        raise UnreadableRelease(f"Line {number} gives {_listed([key])} a second time. Keep one of the two lines.")
    header[key] = value.strip()


def read_columns(number: int, cells: list[str]) -> tuple[str, ...]:
    """The names of the columns, from the line that gives them; raises UnreadableRelease."""
    columns = tuple(cell.strip().lower() for cell in cells)
    missing = [name for name in REQUIRED_COLUMNS if name not in columns]
    if missing:
        raise UnreadableRelease(
            f"Line {number} should name the columns, but {_listed(missing)} cannot be found there. "
            f"The columns are {', '.join(COLUMNS)}, with commas between them."
        )
    unknown = [name for name in columns if name not in COLUMNS and name != LINE]
    if unknown:
        raise UnreadableRelease(f"Line {number} names a column nobody knows: {_listed(unknown)}. Remove it.")
    if len(set(columns)) < len(columns):
        raise UnreadableRelease(f"Line {number} names a column twice. Keep one of the two.")
    return columns


def places_of(columns: tuple[str, ...]) -> list[int]:
    """Where the cell of each of COLUMNS stands in a line; after the last where the file has no such column."""
    return [columns.index(name) if name in columns else len(columns) for name in COLUMNS]


def read_row(number: int, cells: list[str], columns: tuple[str, ...], places: list[int]) -> ReleaseRow:
    """The row of a line; raises UnreadableRelease."""
    if len(cells) > len(columns):
        raise UnreadableRelease(
            f"Line {number} has {len(cells)} cells where the table has {len(columns)} columns. "
            "Put cells that hold a comma in quotation marks."
        )
    whole = [*(cell.strip() for cell in cells), *("" for _ in range(len(columns) - len(cells))), ""]
    found = [whole[at] for at in places]
    found[-1] = found[-1] or "published"
    line = whole[columns.index(LINE)] if LINE in columns else ""
    return ReleaseRow(int(line) if line.isdecimal() and len(line) < _LONGEST_NUMBER else number, *found)


def check_complete(header: dict[str, str], columns: tuple[str, ...], rows: int) -> None:
    """Raises UnreadableRelease where a file does not say all it should, or holds no row."""
    missing = [key for key in REQUIRED_KEYS if not header.get(key)]
    if missing:
        raise UnreadableRelease(
            f"The file does not say its {_listed(missing)}. Add lines “# key: value” above the table: "
            f"{', '.join(REQUIRED_KEYS)}."
        )
    if not columns or not rows:
        raise UnreadableRelease("The file holds no figures: there is no row below its header. Upload the whole file.")


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    listed = ", ".join(f"“{name[:60]}”" for name in known[:_NAMES_LISTED])
    return listed if len(known) <= _NAMES_LISTED else f"{listed} and {len(known) - _NAMES_LISTED:,} more"


def _header_line(key: str, value: str) -> str:
    if "\n" in value or "\r" in value:
        raise ValueError(f"The header's {key} must be one line.")
    return f"# {key}: {value}"


def _harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; numbers, signed ones too, stay as they are."""
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
