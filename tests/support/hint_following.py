"""What a reader does who follows a hint: a payload, its problem and its hint to the payload that the hint asks for."""

from __future__ import annotations

import copy
import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import Problem, catalog
from sde_schema.reading.targets import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Path = tuple[str | int, ...]
    Follow = Callable[["Task", re.Match[str]], list[Any]]


class Task(NamedTuple):
    """A payload, where its problem is, and what the hint says."""

    payload: Any
    path: Path
    problem: Problem
    version: str

    @property
    def value(self) -> Any:
        """The wrong value."""
        return at(self.payload, self.path)

    def with_value(self, *values: Any) -> list[Any]:
        """Return the payload with other values instead of the wrong one."""
        return [put(self.payload, self.path, value) for value in values]


class Follower(NamedTuple):
    """A kind of hint: how it reads, what a reader does, and whether it names a value or a name at all."""

    pattern: str
    follow: Follow | None


def path_of(document: Any, pointer: str) -> Path:
    """Return a pointer into a document as a path."""
    path: Path = ()
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        path = (*path, int(name) if isinstance(at(document, path), list) else name)
    return path


def at(document: Any, path: Path) -> Any:
    """Return the value at a path."""
    for step in path:
        document = document[step]
    return document


def put(document: Any, path: Path, value: Any) -> Any:
    """Return a document with another value at a path; objects on the way are made where there are none."""
    if not path:
        return value
    step, *rest = path
    made = copy.copy(document) if document is not None else {}
    if isinstance(step, str):
        made[step] = put(made.get(step), tuple(rest), value)
    elif step < len(made):
        made[step] = put(made[step], tuple(rest), value)
    else:
        made = [*made, put(None, tuple(rest), value)]
    return made


def without(document: Any, path: Path) -> Any:
    """Return a document without the member or item at a path."""
    holder = copy.copy(at(document, path[:-1]))
    del holder[path[-1]]
    return put(document, path[:-1], holder)


def _number(value: Any) -> float:
    return float(str(value).strip())


def _milliseconds(value: Any) -> int:
    while isinstance(value, dict):
        [value] = value.values()
    text = str(value).strip()
    moment = parsedate_to_datetime(text) if "GMT" in text else datetime.fromisoformat(text)
    epoch = datetime.fromisoformat("1970-01-01T00:00:00" + ("+00:00" if moment.tzinfo else ""))
    return (moment - epoch) // timedelta(milliseconds=1)


def _bare(value: Any) -> Any:
    while isinstance(value, dict) and (len(value) == 1 or "#text" in value):
        value = next(iter(value.values()))
    return value


def _both(task: Task, number: float | str) -> list[Any]:
    """Return the payload with a number as a number and as a string: one of the two is meant."""
    return task.with_value(int(number), str(int(number)))


def _renamed(task: Task, name: str) -> list[Any]:
    holder = at(task.payload, task.path[:-1])
    renamed = {name if other == task.path[-1] else other: value for other, value in holder.items()}
    return [put(task.payload, task.path[:-1], renamed)]


def _moved(task: Task, holder_path: Path, names: list[str], into: Path) -> list[Any]:
    moved = task.payload
    for name in names:
        value = at(moved, (*holder_path, name))
        moved = put(without(moved, (*holder_path, name)), (*holder_path, *into, name), value)
    return [moved]


def _of_other_api(task: Task, found: re.Match[str]) -> list[Any]:
    """Move a member to where it is here, perhaps as a member of an object."""
    value = at(task.payload, task.path)
    way = (*task.path[:-1], *found[1].split("."))
    return [put(without(task.payload, task.path), way, {found[2]: value} if found[2] else value)]


def _rewritten(task: Task, found: re.Match[str]) -> list[Any]:
    """Write a number as a hint says, in the order in which it says so."""
    text = str(task.value)
    for words, pattern, new in _REWRITINGS:
        if words in found[0]:
            text = re.sub(pattern, new, text)
    text = "".join(str(int(char)) if char.isdecimal() else char for char in text)
    if "separators between" in found[0]:
        text = text.replace("." if "not a comma" in found[0] else ",", "")
    text = text.replace(",", ".")
    if "as a whole number" in found[0]:
        text = str(int(float(text)))
    return task.with_value(json.loads(text) if "without quotes" in found[0] or "the quotes" in found[0] else text)


_REWRITINGS = (
    ("the spaces around", r"\A\s+|\s+\Z", ""),
    ("invisible", "[\u200b\ufeff]", ""),
    ("a hyphen", "\u2212", "-"),
    ("the currency", r"[A-Za-z$\u20a0-\u20bf ]", ""),
    ("the separators between", "[ \u00a0_']", ""),
    ("the plus sign", r"\+", ""),
    ("the leading zeros", r"\A(-?)0+(?=[0-9])", r"\1"),
    ("a zero before", r"(?<![0-9])\.", "0."),
    ("the point after", r"\.\Z", ""),
)


def _names(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _into(task: Task, found: re.Match[str]) -> list[Any]:
    is_of_member = task.problem.code == "SDE203"
    return _moved(task, task.path[:-1] if is_of_member else task.path, _names(found[1]), (found[2],))


def _one_level_up(task: Task, _: re.Match[str]) -> list[Any]:
    holder = at(without(task.payload, task.path), task.path[:-1])
    return [put(task.payload, task.path[:-1], {**holder, **task.value})]


def _up(task: Task, _: re.Match[str]) -> list[Any]:
    *holder, _around, name = task.path
    return [put(without(task.payload, task.path), (*holder, name), task.value)]


def without_twin(task: Task, name: str) -> Task:
    """Return the task without the member that another one is to replace."""
    return task._replace(payload=without(task.payload, (*task.path[:-1], name)))


def _as_event(task: Task, found: re.Match[str]) -> list[Any]:
    event = max(number for number, step in enumerate(task.path) if isinstance(step, int)) + 1
    return [put(task.payload, task.path[:event], {found[1]: at(task.payload, task.path[:event])})]


def _elsewhere(task: Task, found: re.Match[str]) -> list[Any]:
    """Move a member to where it belongs in the body, whose path has the attribute first."""
    steps = _names(found[1])[0].replace("[]", ".0").split(".")
    way = tuple(int(step) if step.isdigit() else step for step in steps)
    value = at(task.payload, task.path)
    return [put(without(task.payload, task.path), (task.path[0], *way), value)]


def _date(text: Any) -> dict[str, int]:
    while isinstance(text, dict):
        [text] = text.values()
    day = parsedate_to_datetime(text) if "GMT" in text else datetime.fromisoformat(text[:10])
    return {"year": day.year, "month": day.month, "day": day.day}


def _wrapped(task: Task, found: re.Match[str]) -> list[Any]:
    bare = _bare(task.value[0] if "brackets" in found[0] else task.value)
    if "as an object" in found[0]:
        return task.with_value(_date(bare))
    if "as a number" in found[0]:
        return task.with_value(json.loads(bare))
    if "as a boolean" in found[0]:
        return task.with_value(json.loads(bare))
    if "as a string" in found[0]:
        return task.with_value(_whole(bare) if isinstance(bare, float) and bare % 1 == 0 else json.dumps(bare))
    return task.with_value(_milliseconds(bare)) if "milliseconds" in found[0] else task.with_value(bare)


def _example(task: Task, _: re.Match[str]) -> list[Any]:
    """Add the property that is missing, with an example that its schema gives."""
    label = str(task.problem.schema).partition("/")[2]
    document = label.partition("#")[0].removesuffix(catalog.SUFFIX)
    node = catalog.resolve(catalog.documents(task.version), document, label).node
    return [put(task.payload, (*task.path, str(task.problem.property)), node["examples"][0])]


def _separate(task: Task, _: re.Match[str]) -> list[Any]:
    return [{"events": [{name: body} for name, body in task.value.items() if body]}]


def _less(task: Task, found: re.Match[str]) -> list[Any]:
    names = _names(found[1])
    return task.with_value({name: body for name, body in task.value.items() if name not in names})


def _number_word(task: Task, word: str, change: str, number: int) -> list[Any]:
    del word
    value = int(_number(task.value))
    return _both(task, value * number if change == "multiply" else value // number)


def _amount(task: Task, found: re.Match[str]) -> list[Any]:
    [amount] = [value for value in task.value.values() if value != "EUR"]
    return task.with_value(json.loads(amount) if found[1] else amount)


def _without_comma(task: Task, _: re.Match[str]) -> list[Any]:
    digits = re.sub(r"[^0-9,-]", "", task.value)
    strings = [digits.replace(",", ""), digits.replace(",", ".")]
    return task.with_value(*strings, *map(json.loads, strings))


def _whole(value: float) -> str:
    return str(int(value))


def _deeper(task: Task, found: re.Match[str]) -> list[Any]:
    """Return what the option for the pointer leads to, as one document."""
    values = [it.value for it in Target(found[1]).reached(task.payload)]
    return values if len(values) == 1 else [values]


_JSON = r"`?(true|false|null|\"[^`\"]*\"|-?[0-9.]+)`?"
FOLLOWERS: tuple[Follower, ...] = (
    Follower(r"^It has lost digits|^It may have lost digits|^It must be a whole number: check", None),
    Follower(r"(?:MongoDB|DynamoDB|Avro|Firestore|XML).*write the bare value.*", _wrapped),
    Follower(
        r"^This is a time in seconds and nanoseconds: write it in",
        lambda task, _: task.with_value(1_000 * int(next(iter(task.value.values())))),
    ),
    Follower(
        r"^This is a time in seconds and nanoseconds: write it as an object",
        lambda task, _: task.with_value({"year": 2016, "month": 12, "day": 7}),
    ),
    Follower(r"^Write only the amount(, as a number)?;", _amount),
    Follower(r"^The comma may separate", _without_comma),
    Follower(
        r"^It is in cents or pence", lambda task, _: task.with_value(_number(re.sub(r"[^0-9.]", "", task.value)) / 100)
    ),
    Follower(r"Write the code of the currency itself", lambda task, _: task.with_value("GBP")),
    Follower(r"^Put it in quotes, in digits only", lambda task, _: task.with_value(_whole(task.value))),
    Follower(
        r"^Write the value itself, .*, (?:as|in) .*",
        _wrapped,
    ),
    Follower(r"^Write the value itself, without the object", lambda task, _: task.with_value(*task.value.values())),
    Follower(r"^Write its value as the item of an array", lambda task, _: task.with_value([*task.value.values()])),
    Follower(
        r"write only the number of milliseconds in it",
        lambda task, _: _both(task, re.findall(r"[0-9]+", task.value)[0]),
    ),
    Follower(r"^Round it to whole milliseconds", lambda task, _: _both(task, _number(task.value))),
    Follower(r"(?:MongoDB|DynamoDB|Avro|Firestore|XML).*write null", lambda task, _: task.with_value(None)),
    Follower(r"export plain JSON", None),
    Follower(r"^Write it (?:as a whole number, )?(?:with |without |in plain digits).*", _rewritten),
    Follower(
        rf"^(?:Write|Write it as|Did you mean) {_JSON}", lambda task, found: task.with_value(json.loads(found[1]))
    ),
    Follower(rf"The codes are {_JSON}", lambda task, found: task.with_value(json.loads(found[1]))),
    Follower(rf"It must be {_JSON}(?:,| or)", lambda task, found: task.with_value(json.loads(found[1]))),
    Follower(
        rf"It must be a (?:whole )?number, such as {_JSON}",
        lambda task, found: task.with_value(json.loads(found[1]), None),
    ),
    Follower(rf"three-letter code, such as {_JSON}", lambda task, found: task.with_value(json.loads(found[1]))),
    Follower(r"^Put it in quotes\.", lambda task, _: task.with_value(json.dumps(task.value))),
    Follower(r"without the brackets around it", lambda task, _: task.with_value(task.value[0])),
    Follower(r'Put the array into an object: \{"(\w+)"', lambda task, found: task.with_value({found[1]: task.value})),
    Follower(r"^Write the array itself", lambda task, _: task.with_value(*task.value.values())),
    Follower(r"^Write the values as an array", lambda task, _: task.with_value([*task.value.values()])),
    Follower(r"Put the \w+ into an array", lambda task, _: task.with_value([task.value])),
    Follower(r"It looks like a date in text; convert it", lambda task, _: _both(task, _milliseconds(task.value))),
    Follower(r'Write it as an object: \{"year"', lambda task, _: task.with_value(_date(task.value))),
    Follower(r"JSON inside a string: write it as JSON", lambda task, _: task.with_value(json.loads(task.value))),
    Follower(r"[Ww]rite null", lambda task, _: task.with_value(None)),
    Follower(r"null if the value is unknown|or null if it is unknown", lambda task, _: task.with_value(None)),
    Follower(r"It must be from (\d+) to", lambda task, found: task.with_value(int(found[1]))),
    Follower(r"Remove the spaces around", lambda task, _: task.with_value(task.value.strip())),
    Follower(r"in digits only, without fraction", lambda task, _: _both(task, _number(task.value))),
    Follower(r"Remove the leading zeros", lambda task, _: task.with_value(task.value.lstrip("0"))),
    Follower(r"looks like seconds; write it in whole", lambda task, _: _both(task, 1_000 * _number(task.value))),
    Follower(r"Remove the separators", lambda task, _: _both(task, re.sub(r"[\s_,.']", "", str(task.value)))),
    Follower(
        r"It looks like (\w+); (multiply|divide) it by ([\d,]+)",
        lambda task, found: _number_word(task, found[1], found[2], int(found[3].replace(",", ""))),
    ),
    Follower(r"in capital letters", lambda task, _: task.with_value(task.value.strip().upper())),
    Follower(r"without `mailto:`", lambda task, _: task.with_value(task.value.partition(":")[2])),
    Follower(r"only the address", lambda task, _: task.with_value(task.value.partition("<")[2].rstrip("> "))),
    Follower(r"Shorten the string", lambda task, _: task.with_value(task.value[:50_000])),
    Follower(r"^Remove it: no item may be null", lambda task, _: [without(task.payload, task.path)]),
    Follower(
        r"^Did you mean `([^`]+)` instead of `([^`]+)`",
        lambda task, found: _renamed(task._replace(path=(*task.path, found[2])), found[1]),
    ),
    Follower(r"^Did you mean `([^`]+)`", lambda task, found: _renamed(task, found[1])),
    Follower(r"of the history APIs it is `([\w.]+)`(?:, as \{\"(\w+)\": … \})?\.", _of_other_api),
    Follower(r"of the history APIs it is `[\w.]+`, (?:an object with|which must be)", None),
    Follower(r"keep one of the two", lambda task, _: [without(task.payload, task.path)]),
    Follower(r"attribute is(?: now)? `(\w+)`", lambda task, found: _renamed(task, found[1])),
    Follower(r"^Put (`.*`) into `(\w+)`", _into),
    Follower(r"^Move its value to `(\w+)`", lambda task, found: _renamed(without_twin(task, found[1]), found[1])),
    Follower(
        r"put the two together|^`.* all mean `|^There are \d+ bodies here|give this one an event of its own", None
    ),
    Follower(r"^Put it one level up", _up),
    Follower(r"one level up, in place of this object", _one_level_up),
    Follower(r"^Its value looks like the body of `\w+`: name it `(\w+)`", lambda task, found: _renamed(task, found[1])),
    Follower(r"^There is one `", lambda task, _: task.with_value(*task.value.values())),
    Follower(r"^It has events in it|pages push ", None),
    Follower(r"^If `\w+` is meant, |^Put it next to", None),
    Follower(r"it belongs at (`.*`)", _elsewhere),
    Follower(
        r"^Move it into `(\w+)`",
        lambda task, found: _moved(task, task.path[:-1], [str(task.path[-1])], (found[1],)),
    ),
    Follower(r"Put it into `sdes`: ", lambda task, _: [{"sdes": {"events": task.value}}]),
    Follower(r"Put it into `sdes`, as an event", lambda task, _: [{"sdes": {"events": [{task.path[-1]: task.value}]}}]),
    Follower(r"^Remove (?:it|the event, or)|: remove it\.", lambda task, _: [without(task.payload, task.path)]),
    Follower(
        r"^All of them are null(?: or empty)?: remove the event", lambda task, _: [without(task.payload, task.path)]
    ),
    Follower(r"Remove the attributes that are null(?: or empty)?: ([^.]*)\. Give", _separate),
    Follower(r"Remove the attributes that are null(?: or empty)?: (.*)\.", _less),
    Follower(r"Give each attribute an event of its own", _separate),
    Follower(r"^Add it: ", _example),
    Follower(
        r"^(?:A value is required|It must be an (?:object with|array of)|It must be a time in|It is empty; it must)",
        None,
    ),
    Follower(r"^(?:It looks masked; a timestamp|It is negative|It is too large|It must be milliseconds)", None),
    Follower(r"^(?:It must be a number, in plain digits only\.|Correct|Check|The two times are normally)", None),
    Follower(r"^(?:An e-mail address|A phone number|An age|A year of birth|An event is created before)", None),
    Follower(r"^(?:The events are|A document without events is) deeper, at .*--at '?([^' ]+?)'?\.(?: More|$)", _deeper),
    Follower(r"looks like the body of `(\w+)`: put it into an object", _as_event),
    Follower(r"looks like the body of `\w+`: use|leave out --type", None),
    Follower(r"is known from version ([\d.]+) on", None),
    Follower(r"^(?:Its names are paths|The attribute types are|A document is an event)", None),
)
"""In this order: the first that fits a hint says what a reader does. Where it has no action, the hint names no fix."""


def followed(task: Task) -> Iterator[Any]:
    """Yield the payloads that the hint of a problem may mean; none where it names neither a value nor a name.

    Raises LookupError for a hint that is of no known kind.
    """
    hint = task.problem.hint
    if hint is None:
        return
    for pattern, follow in FOLLOWERS:
        found = re.search(pattern, hint)
        if found:
            try:
                yield from follow(task, found) if follow else ()
            except (ValueError, KeyError, IndexError, TypeError) as error:
                raise AssertionError(f"{task.problem} {task.value!r}") from error
            return
    raise LookupError(hint)
