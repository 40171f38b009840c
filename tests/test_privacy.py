"""No report shows a value from the payload, except those that `--show-values` may show."""

from __future__ import annotations

import json
import multiprocessing
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from sde_schema import catalog
from sde_schema.catalog.fields import field_of
from sde_schema.checking.checks import Checks
from sde_schema.checking.validator import Validator
from tests.support.events import event
from tests.support.program import Done
from tests.support.rounds import every_version, some_every_day
from tests.support.secrets import EMAIL, PHONE, Secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Path as Path_
    from tests.support.program import Program

    Leaf = Callable[[], Any]

VERSION = catalog.default_version()

pytestmark = pytest.mark.usefixtures("here")


# A value of a schema with all its properties, each plain value made by the leaf.
def filled(document: str, node: catalog.Schema, leaf: Leaf) -> Any:
    while "$ref" in node and "properties" not in node:
        document, _, node = catalog.resolve(catalog.documents(VERSION), document, node["$ref"])
    if "properties" in node:
        return {name: filled(document, sub, leaf) for name, sub in node["properties"].items()}
    if "items" in node:
        return [filled(document, node["items"], leaf) for _ in range(2)]
    return leaf()


def events(leaf: Leaf) -> list[Any]:
    names = catalog.attribute_types()
    return [{name: filled(name, catalog.load_schema(name, VERSION), leaf)} for name in names]


def with_unknown(value: Any, leaf: Leaf) -> Any:
    if isinstance(value, list):
        return [with_unknown(item, leaf) for item in value]
    if isinstance(value, dict):
        known = {name: with_unknown(sub, leaf) for name, sub in value.items()}
        return {**known, "stray": {"inner": [leaf(), {"innermost": leaf()}]}}
    return value


# Copies of a value, in each of which one object, array or plain value has been replaced by a leaf.
def replaced(value: Any, leaf: Leaf) -> Iterator[Any]:
    yield leaf()
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, sub in members:
        for other in replaced(sub, leaf):
            if isinstance(value, dict):
                yield {**value, key: other}
            else:
                yield [*value[:key], other, *value[key + 1 :]]


LEAVES: dict[str, Callable[[Secrets], Leaf]] = {
    "string": lambda secrets: secrets.string,
    "number": lambda secrets: secrets.number,
    "array": lambda secrets: lambda: [secrets.string(), secrets.number()],
    "object": lambda secrets: lambda: {"string": secrets.string()},
    "padded": lambda secrets: lambda: f" {secrets.string()}\n",
    "e-mail": lambda _: lambda: EMAIL,
    "phone": lambda _: lambda: PHONE,
    "pieces": lambda secrets: lambda: f'{secrets.string()}": "{secrets.string()}", {{"{secrets.string()}": 1, \\"',
    "long": lambda secrets: lambda: secrets.string() * 4000,
}
ARRANGEMENTS: dict[str, Callable[[Leaf], Iterable[Any]]] = {
    "every property": events,
    "unknown properties": lambda leaf: with_unknown(events(leaf), leaf),
    "in place of one value": lambda leaf: [other for event in events(lambda: None) for other in replaced(event, leaf)],
    "passed over": lambda leaf: [{"info": {"a": leaf(), "b": [leaf()]}, "sdes": {"events": [{"lead": leaf()}]}}],
    "no form": lambda leaf: [leaf(), {"type": leaf()}, {"stray": leaf()}, {"events": leaf()}, {"sdes": leaf()}],
}


EVERYWHERE = [
    pytest.param(arrangement, leaf, id=f"{arrangement}-{leaf}") for arrangement in ARRANGEMENTS for leaf in LEAVES
]


@pytest.mark.parametrize(("arrangement", "leaf"), some_every_day(EVERYWHERE, one_of=4))
def test_no_value_is_shown(program: Program, arrangement: str, leaf: str) -> None:
    secrets = Secrets()
    payloads = list(ARRANGEMENTS[arrangement](LEAVES[leaf](secrets)))
    if leaf == "long":
        payloads = payloads[:2]
    Path("line.json").write_text(json.dumps(payloads, ensure_ascii=False), encoding="utf-8")
    Path("lines.ndjson").write_text("".join(json.dumps(payload) + "\n" for payload in payloads), encoding="utf-8")
    Path("pretty.json").write_text(json.dumps(payloads, indent=2), encoding="utf-8")
    for options in (("--max-problems", "99999", "--color", "always"), ("--format", "json")):
        done = program("validate", *options, "line.json", "lines.ndjson", "pretty.json")
        assert done.status == 1
        assert secrets.leaked_by(done) == set()


@pytest.mark.parametrize("attribute", catalog.attribute_types())
def test_no_value_of_a_body_is_shown(program: Program, attribute: str) -> None:
    secrets = Secrets()
    body = with_unknown(filled(attribute, catalog.load_schema(attribute), secrets.string), secrets.string)
    stdin = json.dumps(body, indent=1).encode()
    for options in ((), ("--allow-unknown", "--strict"), ("--format", "json")):
        done = program("validate", "--type", attribute, "-", *options, stdin=stdin)
        assert done.status == 1
        assert secrets.leaked_by(done) == set()


# A damage that replaces one match in five after the other, and at last all of them.
def each(pattern: str, replacement: str) -> Callable[[str], Iterator[str]]:

    def damage(text: str) -> Iterator[str]:
        for found in islice(re.finditer(pattern, text), 0, None, 5):
            yield text[: found.start()] + found.expand(replacement) + text[found.end() :]
        if re.search(pattern, text):
            yield re.sub(pattern, replacement, text)

    return damage


def cuts(step: int) -> Callable[[str], Iterator[str]]:
    return lambda text: (text[:at] for at in range(step, len(text) - 1, step))


DAMAGES: dict[str, Callable[[str], Iterable[str]]] = {
    "cut off": cuts(7),
    "beginning lost": lambda text: (text[at:] for at in range(7, len(text) - 3, 7)),
    "one character lost": lambda text: (
        text[:at] + text[at + 1 :] for at in range(0, len(text), 2) if text[at] in '"{}[]:,'
    ),
    "quotes swapped": each('"', "'"),
    "curly quotes": each('"([^"]*)"', r"“\1”"),
    "unquoted": each('"([^"]*)"', r"\1"),
    "opening quote lost": each(r'([:{\[,]\s*)"', r"\1"),
    "closing quote lost": each(r'"(?=\s*[:,}\]])', ""),
    "quote doubled": each('"', '""'),
    "quote inside": each(r"(?<=[a-zA-Z]{3})(?=[a-zA-Z]{3})", '"'),
    "comma lost": each(",", " "),
    "comma doubled": each(",", ",,"),
    "comma before the end": each(r"(?=[}\]])", ","),
    "comma for colon": each(":", ","),
    "colon for comma": each(",", ":"),
    "colon lost": each(":", " "),
    "equals for colon": each('": ?', '" = '),
    "closer lost": each(r"[}\]]", ""),
    "closer exchanged": each(r"\}", "]"),
    "closer added": each(r"[}\]]", r"\g<0>}"),
    "no JSON words": each(r'("\w+": )"[^"]*"', r"\1NaN"),
    "huge number": each(r'("\w+": )"[^"]*"', r"\g<1>1e999"),
    "line break in text": each(r"(?<=[a-zA-Z]{3})(?=[a-zA-Z]{3})", "\n"),
    "bad escape": each(r'": "', r'": "\\x'),
    "half a pair": each(r'": "', r'": "\\ud800'),
    "line comment": each(r'("\w+": "\w+")(?=,?\n)', r"\1 // \1, \1"),
    "block comment": each(r'("\w+": "\w+")', r"/* \1, \1 */ \1"),
    "comment like a member": each(r'("\w+": ("\w+"))', r"/* \2: 1 */ \1"),
    "two at once": lambda text: (f"{text},{text}", f"{text};{text}"),
}
DAMAGED_EVENT_NAMES = ("customerInfo", "personalInfo", "serviceActivity")


def damaged_payloads(secrets: Secrets) -> Iterator[str]:
    chosen = [event for event in events(secrets.string) if set(event) <= {*DAMAGED_EVENT_NAMES}]
    yield json.dumps({"sdes": {"events": [*chosen, {"lead": {"stray": secrets.string()}}]}})
    yield json.dumps(with_unknown(chosen[1], secrets.string), indent=2)


@pytest.mark.parametrize("damage", some_every_day(DAMAGES, one_of=4))
def test_no_value_of_a_broken_document_is_shown(program: Program, damage: str) -> None:
    secrets = Secrets()
    for number, text in enumerate(damaged_payloads(secrets)):
        for index, broken in enumerate(DAMAGES[damage](text)):
            Path(f"{number}-{index}.json").write_text(broken, encoding="utf-8")
    for options in (("--max-problems", "99999"), ("--format", "json"), ("--max-problems", "99999", "--show-values")):
        done = program("validate", ".", *options)
        assert "SDE101" in done.out
        assert secrets.leaked_by(done) == set()


@pytest.mark.parametrize("text", ['"{}": 1', '{{"events": []}} "{}": 1', '5, "{}" : 1', '[], {{"{}": 1}}'])
def test_what_only_looks_like_a_name_after_a_document_is_not_shown(program: Program, text: str) -> None:
    secrets = Secrets()
    Path("payload.json").write_text(text.format(secrets.string()), encoding="utf-8")
    done = program("validate", "payload.json")
    assert "SDE101" in done.out
    assert secrets.leaked_by(done) == set()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-32"])
def test_no_value_in_another_encoding_is_shown(program: Program, encoding: str) -> None:
    secrets = Secrets()
    text = json.dumps(events(secrets.string)).replace(": ", ": /*é*/")
    for options in ((), ("--show-values",), ("--format", "json")):
        done = program("validate", "-", *options, stdin=text.encode(encoding))
        assert "SDE103" in done.out
        assert secrets.leaked_by(done) == set()


NOT_PERSONAL = [
    ("lead", {"value": "QxVtWz dollars"}),
    ("lead", {"currency": "QxVtWz"}),
    ("customerInfo", {"balance": "QxVtWz"}),
    ("customerInfo", {"lastPaymentDate": {"year": "QxVtWz", "month": None, "day": None}}),
]
PERSONAL = [
    *[("customerInfo", name) for name in ("customerId", "socialId", "imei", "userName", "accountName")],
    *[("personalInfo", name) for name in ("name", "surname", "gender", "customerAge", "contacts")],
]


@pytest.mark.parametrize("format_", ["text", "json"])
@pytest.mark.parametrize(("attribute", "inner"), NOT_PERSONAL)
def test_show_values_shows_a_wrong_value(program: Program, attribute: str, inner: Any, format_: str) -> None:
    stdin = json.dumps(event(attribute, inner), indent=1).encode()
    assert "QxVtWz" in program("validate", "-", "--format", format_, "--show-values", stdin=stdin).out
    assert "QxVtWz" not in program("validate", "-", "--format", format_, stdin=stdin).out


def assert_hidden(program: Program, secrets: Secrets, text: str) -> Done:
    report = program("validate", "-", "--show-values", "--format", "json", stdin=text.encode())
    done = program("validate", "-", "--show-values", stdin=text.encode())
    assert report.report["problems"]
    assert secrets.leaked_by(report) | secrets.leaked_by(done) == set()
    return done


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(("attribute", "name"), PERSONAL)
def test_personal_data_is_never_shown(program: Program, attribute: str, name: str, indent: int | None) -> None:
    secrets = Secrets()
    wrong = [secrets.string(), [secrets.number()], [{"personalContact": {"email": EMAIL, "phone": PHONE, "x": 1}}]]
    parts = ("customerAgeInYears", "customerYearOfBirth", "customerMonthOfBirth", "customerDateOfBirth")
    values = [*wrong, {part: secrets.string() for part in parts}]
    payload = [event(attribute, {name: value, "Stray": 1}) for value in values]
    assert_hidden(program, secrets, json.dumps(payload, indent=indent))


# The locations of an event that are marked as personal data in a version, as paths.
def personal_locations(version: str, document: str, node: catalog.Schema, path: Path_ = ()) -> Iterator[Path_]:
    is_marked = "x-personal-data" in node
    while "$ref" in node and "properties" not in node:
        document, _, node = catalog.resolve(catalog.documents(version), document, node["$ref"])
        is_marked = is_marked or "x-personal-data" in node
    if is_marked:
        yield path
    for name, sub in node.get("properties", {}).items():
        yield from personal_locations(version, document, sub, (*path, name))
    if "items" in node:
        yield from personal_locations(version, document, node["items"], (*path, 0))


# Those locations and all above them: a value of a wrong type there may hold personal data too.
def locations_with_personal_data(version: str) -> list[Path_]:
    event = catalog.load_schema(catalog.EVENT, version)
    marked = personal_locations(version, catalog.EVENT, event)
    return sorted({path[:length] for path in marked for length in range(len(path) + 1)}, key=str)


def planted(path: Path_, value: Any) -> Any:
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def misspelled(path: Path_) -> Path_:
    *above, last = path
    return (*above, f"{last[:3]}x{last[3:]}") if isinstance(last, str) else path


PLANTED: dict[str, Callable[[Secrets], Any]] = {
    "string": lambda secrets: secrets.string(),
    "padded string": lambda secrets: f" {secrets.string()}\n",
    "long string": lambda secrets: secrets.string() * 8,
    "number": lambda secrets: secrets.number(),
    "JSON in a string": lambda secrets: json.dumps({"customerId": secrets.string(), "n": secrets.number()}),
    "event in a string": lambda secrets: json.dumps(event("customerInfo", {"customerId": secrets.string()})),
    "array": lambda secrets: [secrets.string(), secrets.number()],
    "array in an array": lambda secrets: [[secrets.string()]],
    "object": lambda secrets: {"stray": secrets.string(), "customerId": secrets.string()},
    "wrapped": lambda secrets: {"S": secrets.string()},
    "wrapped twice": lambda secrets: {"M": {"customerId": {"S": secrets.string()}}},
    "wrapped number": lambda secrets: {"$numberLong": secrets.number()},
    "wrapped JSON in a string": lambda secrets: {"string": json.dumps({"name": secrets.string()})},
}


def with_planted(version: str, secrets: Secrets, value: Callable[[Secrets], Any]) -> list[Any]:
    right = locations_with_personal_data(version)
    wrong = [misspelled(path) for path in right if path]
    return [planted(path, value(secrets)) for path in (*right, *wrong)]


@pytest.mark.parametrize("version", every_version())
@pytest.mark.parametrize("kind", some_every_day(PLANTED, one_of=4))
def test_what_may_be_or_hold_personal_data_is_never_shown(program: Program, version: str, kind: str) -> None:
    secrets = Secrets()
    payloads = with_planted(version, secrets, PLANTED[kind])
    line = json.dumps({"events": payloads})
    Path("line.json").write_text(line, encoding="utf-8")
    Path("fixed.json").write_text(line[:-1] + ",}", encoding="utf-8")
    Path("broken.json").write_text(line[:-1] + "]", encoding="utf-8")
    Path("touching.json").write_text("".join(map(json.dumps, payloads)), encoding="utf-8")
    Path("pretty.json").write_text(json.dumps(payloads, indent=1), encoding="utf-8")
    Path("flow.yaml").write_text("\n---\n".join(f"# YAML\n{json.dumps(it)}" for it in payloads), encoding="utf-8")
    Path("block.yaml").write_text(yaml.safe_dump(payloads, allow_unicode=True), encoding="utf-8")
    options = ("--show-values", "--max-problems", "99999", "--schema-version", version)
    for format_ in ("text", "json"):
        done = program("validate", ".", *options, "--format", format_)
        assert done.status == 1
        assert secrets.leaked_by(done) == set()
    reported = [
        repr(problem) for payload in payloads for problem in Validator(version, show_values=True).validate(payload)
    ]
    assert reported
    assert secrets.leaked_by(Done(1, "".join(reported), "")) == set()


@pytest.mark.parametrize("attribute", ["customerInfo", "personalInfo"])
@pytest.mark.parametrize("kind", PLANTED)
def test_a_body_that_may_hold_personal_data_is_never_shown(program: Program, attribute: str, kind: str) -> None:
    secrets = Secrets()
    stdin = json.dumps(PLANTED[kind](secrets)).encode()
    for format_ in ("text", "json"):
        done = program("validate", "-", "--type", attribute, "--show-values", "--format", format_, stdin=stdin)
        assert done.status == 1
        assert secrets.leaked_by(done) == set()


@pytest.mark.parametrize("value", ["QxVtWz", {"lead": "QxVtWz"}, {"topic": ["QxVtWz"], "lead": "QxVtWz"}])
def test_where_no_personal_data_can_be_a_wrong_value_is_shown(program: Program, value: Any) -> None:
    done = program("validate", "-", "--show-values", stdin=json.dumps({"lead": value}).encode())
    assert 'must be an object, but is a string: "QxVtWz".' in done.out


def test_personal_data_is_found_wherever_a_schema_has_it() -> None:
    docs: dict[str, catalog.Schema] = {
        "a": {
            "properties": {
                "plain": {"type": "string", "x-problem": {"x-personal-data": True}, "enum": ["x-personal-data"]},
                "marked": {"allOf": [{"if": {}, "then": {"x-personal-data": True}}]},
                "held": {"oneOf": [{"type": "null"}, {"items": {"$ref": "b.schema.json#/$defs/marked"}}]},
                "named": {"propertyNames": {"x-personal-data": True}},
                "other": {"additionalProperties": {"anyOf": [{"$ref": "#/properties/marked"}]}},
                "within": {"$ref": "b.schema.json"},
            },
            "dependentSchemas": {"plain": {"properties": {"twice": {}, "plain": {"title": "Again"}}}},
            "allOf": [{"properties": {"twice": {"x-personal-data": True}}}],
        },
        "b": {"properties": {"b": {"$ref": "#"}, "c": {}}, "$defs": {"marked": {"x-personal-data": True}}},
    }
    root = field_of(docs, "a")
    shown = {name: not below.holds_personal for name in docs["a"]["properties"] if (below := root.below(name))}
    hidden = dict.fromkeys(("marked", "held", "named", "other"), False)
    assert shown == {"plain": True, **hidden, "within": True}
    assert [below.holds_personal for below in (root, root.below("twice")) if below] == [True, True]
    assert root.below("stray") is None


def test_a_hint_says_nothing_of_personal_data(program: Program) -> None:
    payload = event("personalInfo", {"customerAge": {"customerMonthOfBirth": "September"}})
    hint = program("validate", "-", "--format", "json", stdin=json.dumps(payload).encode()).report["problems"][0][
        "hint"
    ]
    assert re.search(r'"0?9"|\b0?9\b|September', hint) is None


@pytest.mark.parametrize("indent", [None, 1])
def test_values_under_unknown_names_are_never_shown(program: Program, indent: int | None) -> None:
    secrets = Secrets()
    payload = with_unknown([event("lead", {"value": "QxVtWz"})], secrets.string)
    done = assert_hidden(program, secrets, json.dumps(payload, indent=indent))
    assert "QxVtWz" in done.out


def test_values_that_are_passed_over_are_never_shown(program: Program) -> None:
    secrets = Secrets()
    record = {"info": {"a": secrets.string()}, "sdes": {"events": [event("lead", {"value": "QxVtWz"})]}, "z": PHONE}
    done = assert_hidden(program, secrets, json.dumps([record, {"sdes": None, "info": {"lead": EMAIL}}]))
    assert '"QxVtWz"' in done.out


@pytest.mark.parametrize("syntax_error", ["{, }", "{ /* */ }", "{}}", "{}, 1"])
def test_a_fixed_document_is_not_json_and_shows_no_value(program: Program, syntax_error: str) -> None:
    secrets = Secrets()
    inner = {"value": secrets.string(), "currency": secrets.string(), "a": {}}
    text = json.dumps(event("lead", inner)).replace("{}", syntax_error)
    assert "SDE101" in assert_hidden(program, secrets, text).out


def test_no_value_of_a_long_line_of_yaml_is_shown(program: Program) -> None:
    secrets = Secrets()
    words = " ".join(secrets.string() for _ in range(3000))
    text = f'- lead: {{serverTimeStamp: 1440412721836, lead: {{topic: "{words}", topik: {secrets.string()}}}}}\n'
    Path("long.yaml").write_text(text, encoding="utf-8")
    done = program("validate", "long.yaml")
    assert f"long.yaml:1:{text.index('topik') + 1}: error SDE203" in done.out
    assert secrets.leaked_by(done) == set()


def test_a_broken_line_hides_its_values_and_no_others(program: Program) -> None:
    secrets = Secrets()
    broken = json.dumps(event("lead", {"value": secrets.string()})).replace(", ", " ")
    good = json.dumps(event("lead", {"value": "QxVtWz"}))
    done = assert_hidden(program, secrets, f"{broken}\n{good}\n{broken}\n")
    assert done.out.count('"QxVtWz"') == 1


def raising(secret: str) -> Callable[..., Any]:

    def fail(*_: object, **__: object) -> Any:
        error = RuntimeError(f"cannot read {secret}")
        error.add_note(f"nor {secret}")
        raise error from KeyError(secret)

    return fail


@pytest.mark.parametrize("where", ["checking.checks.Checks.source", "summary.Summary.as_dict"])
def test_an_internal_error_shows_no_value(program: Program, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    secrets = Secrets()
    monkeypatch.setattr(f"sde_schema.{where}", raising(secrets.string()))
    done = program("validate", "-", "--format", "json", stdin=b"{}")
    assert done.status == 2
    assert secrets.leaked_by(done) == set()
    assert "internal error: RuntimeError" in done.err


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="another process would not have the patch")
def test_an_internal_error_of_a_helper_shows_no_value(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets()
    monkeypatch.setattr(Checks, "source", raising(secrets.string()))
    for name in ("a.json", "b.json"):
        Path(name).write_text("{}", encoding="utf-8")
    done = program("validate", "--jobs", "2", "a.json", "b.json")
    assert done.status == 2
    assert secrets.leaked_by(done) == set()
