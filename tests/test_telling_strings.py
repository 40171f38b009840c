"""The strings that tell what schemas say of every string: the automata behind them agree with the engine."""

from __future__ import annotations

import pytest
from jsonschema_rs import validator_for

from sde_schema import catalog, versions
from sde_schema.catalog import Subschema
from tests.support.equivalence import accept_the_same_strings
from tests.support.schemas import subschemas
from tests.support.telling_strings import Automaton, UnreadPatternError, telling_strings

PATTERNS = sorted(
    {
        part.node["pattern"]
        for version in versions()
        for name, document in catalog.documents(version).items()
        for part in subschemas(Subschema(name, "", document))
        if "pattern" in part.node
    }
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_automaton_accepts_what_the_engine_accepts(pattern: str) -> None:
    automaton, engine = Automaton(pattern), validator_for({"pattern": pattern})
    strings = telling_strings({"pattern": pattern})
    assert strings
    for string in strings:
        states = automaton.start
        for character in string:
            states = automaton.after(states, character)
        assert automaton.accepts(states) == engine.is_valid(string), repr(string)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"pattern": "^[0-9]{1,12}$"}, {"pattern": "^[0-9]{1,13}$"}),
        ({"pattern": "^(a|b)+$"}, {"pattern": "^(a|b)*$"}),
        ({"pattern": "^a.?$"}, {"pattern": "^a\\n?$"}),
        ({"pattern": "a$"}, {"pattern": "a"}),
        ({"pattern": "^[ace]$"}, {"pattern": "^[ac]$"}),
        ({"pattern": "^a*$", "maxLength": 30}, {"pattern": "^a*$", "maxLength": 31}),
        ({"enum": ["USD", "EUR"]}, {"enum": ["USD", "EUR", "EUR "]}),
        ({"not": {"pattern": "^a"}}, {"pattern": "^[^a]"}),
    ],
)
def test_schemas_that_differ_are_told_apart(one: dict[str, object], other: dict[str, object]) -> None:
    assert not accept_the_same_strings(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"pattern": "^(ab|a(c|b))$"}, {"pattern": "^a[bc]$"}),
        ({"pattern": "^[0-9]+$", "not": {"pattern": "^0"}}, {"pattern": "^[1-9][0-9]*$"}),
        ({"pattern": "^a*$", "maxLength": 3}, {"pattern": "^a{0,3}$"}),
    ],
)
def test_schemas_that_accept_the_same_are_proved(one: dict[str, object], other: dict[str, object]) -> None:
    assert accept_the_same_strings(one, other)


@pytest.mark.parametrize("pattern", ["(?=a)", "\\bword", "\\d", "a{2,}"])
def test_what_is_not_read_is_no_proof(pattern: str) -> None:
    with pytest.raises(UnreadPatternError):
        Automaton(pattern)
    assert not accept_the_same_strings({"pattern": pattern}, {"pattern": pattern})


def test_what_speaks_of_the_parts_of_values_is_no_proof() -> None:
    schema = {"properties": {"a": {"pattern": "a"}}}
    assert not accept_the_same_strings(schema, {"properties": {"a": True}})
