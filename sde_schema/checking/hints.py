"""What to do: hints made from the schema and the kind of value, never showing the value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sde_schema.checking.findings import is_event, value_at
from sde_schema.checking.names import nearest, same_but_for_case
from sde_schema.model import safe_name

if TYPE_CHECKING:
    from sde_schema.catalog import Schema
    from sde_schema.checking.findings import Finding

_DIGITS = re.compile(r"-?[0-9]+", re.ASCII)
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_LISTED = 8
_UNITS = (("seconds", 1_000, 1), ("microseconds", 1, 1_000), ("nanoseconds", 1, 1_000_000))


def listed(words: list[str], last: str = "and") -> str:
    """Return words as prose: ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no joining
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def for_missing(finding: Finding) -> str | None:
    """Say what the missing property is."""
    node = finding.owner.node if finding.owner else {}
    description = node.get("description")
    return f"Add it: {continued(description)}" if description else "Add it."


def continued(text: str) -> str:
    """Return a sentence as it goes on behind a colon."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def for_unknown(finding: Finding, document: Any) -> str | None:
    """Say which properties may stand there instead."""
    if is_event(finding.spot.node):
        return "Remove it, or move it into the body of the attribute."
    known = list(finding.spot.node.get("properties", {}))
    holder = value_at(document, finding.path[:-1])
    twin = same_but_for_case(str(finding.property), tuple(name for name in known if name in holder))
    if twin:
        return f"Remove it; `{twin}` stands here already, and upper and lower case matter."
    absent = [name for name in known if name not in holder] or known
    if len(absent) > _MOST_LISTED:
        return f"Remove it; `sde-schema show {finding.spot.document}` prints the properties that there are."
    return f"Remove it, or use {listed([f'`{name}`' for name in absent], 'or')}." if absent else None


def for_type(value: Any, wanted: str | list[str]) -> str | None:
    """Say what to send instead of a value of the wrong type."""
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if value is None:
        return "Send a value; null is not allowed here."
    if isinstance(value, list) and len(value) == 1 and "array" not in kinds:
        return "Send the value itself, without the brackets around it."
    if isinstance(value, dict) and "array" in kinds:
        return "Put the object into a list: [ … ]."
    return _for_scalar(value, frozenset(kinds))


def _for_scalar(value: Any, kinds: frozenset[str]) -> str | None:
    takes_numbers = not kinds.isdisjoint({"number", "integer"})
    if "string" in kinds and isinstance(value, bool) and takes_numbers:
        return "Put it in quotes, or send a number."
    if "string" in kinds and isinstance(value, int | float):
        return "Put it in quotes."
    if "string" in kinds or not isinstance(value, str):
        return None
    if (takes_numbers and _PLAIN_NUMBER.fullmatch(value)) or ("boolean" in kinds and value in ("true", "false")):
        return "Send it without the quotes around it."
    return "Send null where there is none." if "null" in kinds and not value.strip() else None


def _titles(node: Schema) -> dict[str, str]:
    """Return the codes of a code list, as texts, with their meanings."""
    branches = node.get("oneOf", [])
    return {str(branch["enum"][0]): branch["title"] for branch in branches if None not in branch["enum"]}


def for_code(finding: Finding, value: Any) -> str | None:
    """Guess the code that was meant by its meaning, else list the codes."""
    titles = _titles(finding.spot.node)
    if isinstance(value, str):
        trimmed = value.strip().casefold()
        if trimmed.lstrip("0") in titles or trimmed in titles:
            code = trimmed if trimmed in titles else trimmed.lstrip("0")
            return f'Write it as "{code}", in lower case and without blanks or leading zeros.'
        meant = nearest(value, tuple(titles.values()))
        if meant:
            code = next(code for code, title in titles.items() if title == meant)
            return f'Did you mean "{code}" ({meant})?'
    return f"The codes are {listed([f'{code} ({title})' for code, title in titles.items()])}."


def for_mismatch(finding: Finding) -> str:
    """Say which type of event belongs to the attribute."""
    types = finding.spot.node.get("enum") or list(_titles(finding.spot.node))
    known = [f'"{kind}"' for kind in types if kind is not None]
    return f"Send {listed(known, 'or')}, or leave it out."


def for_order(*_: object) -> str:
    """Say which of two times comes first."""
    return (
        "A page sends an event before the server records it: see whether the two were exchanged, or a clock is wrong."
    )


def for_difference(*_: object) -> str:
    """Say which times are normally equal."""
    return "The two are normally equal: see whether they belong to the same event."


def for_timestamp(_: Finding, value: Any) -> str | None:
    """Say why a timestamp is none."""
    hint = _for_text_timestamp(value) if isinstance(value, str) else None
    if hint is not None:
        return hint
    if str(value).startswith("-"):
        return "It is negative; send milliseconds since 1970-01-01T00:00:00Z."
    return "It is too large; send milliseconds since 1970-01-01T00:00:00Z, at most 16 digits."


def _for_text_timestamp(value: str) -> str | None:
    if not value.strip():
        return "It is empty; send the time of the event."
    if _DATE_TEXT.match(value):
        return "It looks like a date in text; convert it to milliseconds since 1970-01-01T00:00:00Z."
    if "*" in value:
        return "It looks masked; a timestamp must stay readable."
    if not _DIGITS.fullmatch(value.strip()):
        return "Send milliseconds since 1970-01-01T00:00:00Z in digits only."
    return "Remove the blanks around the digits." if value != value.strip() else None


def for_number(_: Finding, value: Any) -> str | None:
    """Say how to write the number."""
    text = str(value).strip()
    if not text:
        return "It is empty; send null where the value is unknown."
    return "Write digits only, without blanks; send null where the value is unknown."


def for_range(finding: Finding) -> str | None:
    """Say what the range counts."""
    description = finding.spot.node.get("description")
    return str(description) if description else None


def for_unit(finding: Finding, value: Any) -> str | None:
    """Say in which unit a timestamp seems to be."""
    low, high = finding.spot.node["minimum"], finding.spot.node["maximum"]
    for unit, times, divided in _UNITS:
        if low <= int(value) * times // divided <= high:
            change = f"multiply it by {times:,}" if times > 1 else f"divide it by {divided:,}"
            return f"It looks like {unit}; {change}."
    return "See whether it is in milliseconds since 1970-01-01T00:00:00Z."


def for_amount(_: Finding, value: Any) -> str | None:
    """Say how to write an amount."""
    text = str(value)
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", text):
        return "Leave out the separators between thousands."
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return "Use a point, not a comma, before the decimals."
    if re.search(r"[0-9]", text):
        return "Send digits and a decimal point only; a currency has a field of its own."
    return "Send a number, such as 11.7, or null where there is none."


def for_currency(finding: Finding, value: Any) -> str | None:
    """Say which code was meant where only the letter case differs."""
    codes = finding.spot.node["anyOf"][0]["enum"]
    if isinstance(value, str) and value.strip().upper() in codes:
        return "Write the code in capital letters, without blanks."
    return 'Send the three-letter code, such as "USD" or "EUR".'


def for_date(_: Finding, value: Any) -> str | None:
    """Say what to correct in an impossible date."""
    known = [name for name, part in value.items() if part is not None]
    return f"Correct {listed([f'`{safe_name(name)}`' for name in known], 'or')}."


def for_contact(finding: Finding, _: Any) -> str | None:
    """Say what a contact looks like, in the words of the advice's schema."""
    description = finding.spot.node.get("description")
    return str(description) if description else None
