"""``--format html``: one page that needs nothing else, to mail to whoever sends the payloads."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from sde_schema.reporting import lines
from sde_schema.reporting.report import Report, left_out
from sde_schema.reporting.selection import MOST_RESULTS, Results
from sde_schema.rules import rule
from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from sde_schema.model import Frame, Kind, Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import KindCount, Summary

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>sde-schema report</title>
<style>
:root { color-scheme: light dark; --page: #fff; --ink: #1c1c1c; --line: #8885; --dim: #5f5f5f;
  --error: #b3261e; --warning: #8a5a00; --shade: #8881; }
@media (prefers-color-scheme: dark) { :root { --page: #121212; --ink: #e8e8e8; --dim: #a9a9a9; --error: #ff8a80;
  --warning: #ffc766; } }
html { background: var(--page); color: var(--ink); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td.first, td.pointer { overflow-wrap: anywhere; min-width: 7rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0 1rem; }
form label { display: flex; flex-direction: column; font-size: .85rem; color: var(--dim); }
select, button { font: inherit; max-width: 100%; padding: .25rem; }
button { align-self: end; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--warning); border-radius: .25rem;
  margin: .75rem 0; padding: .5rem .75rem; break-inside: avoid; }
article.error { border-left-color: var(--error); }
article p { margin: .15rem 0; overflow-wrap: anywhere; }
.error .severity, td.error { color: var(--error); font-weight: 600; }
.warning .severity, td.warning { color: var(--warning); font-weight: 600; }
.location, .pointer { color: var(--dim); font-size: .9rem; }
pre { background: var(--shade); margin: .4rem 0; overflow-x: auto; padding: .4rem; font-size: .85rem;
  line-height: 1.35; }
mark { background: none; color: var(--error); font-weight: 700; text-decoration: underline; }
.warning mark { color: var(--warning); }
@media (max-width: 45rem) {
  table, tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  tr:first-child, td:empty { display: none; }
  td, td.number { border: 0; overflow-wrap: anywhere; padding: 0; text-align: left; }
  td:nth-child(-n + 3) { display: inline; margin-right: .5rem; }
  td.number:first-child::after { content: " ×"; }
  td.number:last-child::before { content: "files: "; }
}
@media print { :root { --page: #fff; --ink: #000; --dim: #444; --error: #b3261e; --warning: #8a5a00; } }
@media print { form { display: none; } body { max-width: none; font-size: 11pt; } pre { white-space: pre-wrap; } }
</style>
</head>
<body>
<main>
"""

_SCRIPT = """<script>
const selects = [...document.querySelectorAll("select")], shown = document.querySelector("#shown");
const none = document.querySelector("#none");
function filter() {
  let number = 0;
  for (const article of document.querySelectorAll("article")) {
    article.hidden = selects.some(select => select.value && article.dataset[select.name] !== select.value);
    number += !article.hidden;
  }
  shown.textContent = number.toLocaleString("en");
  none.hidden = number > 0;
}
selects.forEach(select => select.addEventListener("change", filter));
document.querySelector("form").addEventListener("reset", () => setTimeout(filter));
</script>
"""


class HtmlReport(Report):
    """Writes a page with the table of kinds and the problems, which can be filtered by code, file and severity."""

    quota = MOST_RESULTS._replace(framed=math.inf)

    def __init__(self, look: Look) -> None:
        self._stream = look.stream
        self._version = look.version
        self._results = Results(self.quota)

    def problem(self, problem: Problem) -> None:
        """Keep a problem, if it is one of those that are printed."""
        self._results.offer(problem)

    def end(self, summary: Summary) -> str | None:
        """Write the page."""
        kept = self._results.kept
        missing = left_out(len(kept), summary)
        seen, found = lines.totals(summary)
        write = self._stream.write
        write(f"{_HEAD}<h1>{escape(found)}</h1>\n<p>{escape(seen)}, checked against schema version {self._version}.")
        write(f"{f' {missing.capitalize()}.' if missing else ''}</p>\n{_unchecked(summary)}{_table(summary)}")
        if kept:
            write(_filters(kept))
            for problem in kept:
                write(_article(problem))
            write(_SCRIPT)
        write("</main>\n</body>\n</html>\n")
        return missing


def _filters(problems: list[Problem]) -> str:
    """Return the heading of the problems, and what they can be filtered by."""
    choices: dict[str, list[str]] = {
        "code": sorted({problem.code for problem in problems}),
        "file": list(dict.fromkeys(problem.file or "" for problem in problems)),
        "severity": sorted({problem.severity for problem in problems}),
    }
    selects = "".join(_select(name, values) for name, values in choices.items())
    number = f"{len(problems):,}"
    return (
        f'<h2>Problems (<span id="shown">{number}</span> of {number})</h2>\n'
        f'<form>{selects}<button type="reset">Show all</button></form>\n'
        '<p id="none" hidden>No problem matches these filters.</p>\n'
    )


def _select(name: str, values: list[str]) -> str:
    shown = (_escaped(value) for value in values if value)
    options = "".join(f'<option value="{value}">{value}</option>' for value in shown)
    return f'<label>{name}<select name="{name}"><option value="">all</option>{options}</select></label>'


def _unchecked(summary: Summary) -> str:
    """Return which files could not be checked and why, nothing if all were."""
    items = "".join(f"<li>{escape(line)}\n" for line in lines.unchecked(summary))
    return f"<ul>\n{items}</ul>\n" if items else ""


def _table(summary: Summary) -> str:
    """Return the table of kinds, nothing where there are no problems."""
    kinds = summary.by_kind()
    if not kinds:
        return ""
    heads = '<th class="number">count<th>severity<th>code<th>message<th>pointer<th>first<th class="number">files'
    rows = "".join(_row(kind, counted) for kind, counted in kinds)
    if summary.other_kinds:
        rows += f'<tr><td class="number">{summary.other_kinds:,}<td><td><td>of other kinds<td><td><td>\n'
    return f'<h2>Kinds</h2>\n<div class="wide"><table>\n<tr>{heads}\n{rows}</table></div>\n'


def _row(kind: Kind, counted: KindCount) -> str:
    first = ":".join(str(part) for part in counted.first if part is not None)
    return (
        f'<tr><td class="number">{counted.count:,}<td class="{kind.severity}">{kind.severity}'
        f'<td><abbr title="{escape(rule(kind.code).meaning)}">{kind.code}</abbr><td>{_with_code(kind.message)}'
        f'<td class="pointer">{_escaped(kind.pointer)}<td class="first">{_escaped(first)}'
        f'<td class="number">{counted.files:,}\n'
    )


def _article(problem: Problem) -> str:
    """Return a problem with its frame."""
    where_it_is = problem.location()
    parts = [
        f'<p><span class="severity">{problem.severity} {problem.code}</span> {_with_code(problem.message)}</p>',
        f'<p class="location">{escape(where_it_is)}</p>' if where_it_is else "",
        _frame(problem.frame) if problem.frame else "",
        f"<p>{_with_code(problem.hint)}</p>" if problem.hint else "",
        f'<p class="pointer">{_escaped(problem.pointer)}</p>' if problem.pointer else "",
    ]
    data = f'data-code="{problem.code}" data-file="{_escaped(problem.file or "")}" data-severity="{problem.severity}"'
    return f'<article class="{problem.severity}" {data}>{"".join(parts)}</article>\n'


def _frame(frame: Frame) -> str:
    """Return a source line with what the problem is about as a mark."""
    before, marked, after = frame.parts
    return f"<pre>{_escaped(before)}<mark>{_escaped(marked)}</mark>{_escaped(after)}</pre>"


def _with_code(text: str) -> str:
    """Return words with what is in backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _escaped(text)
    shown = [_escaped(part) for part in parts]
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(shown))


def _escaped(text: str) -> str:
    """Return a text as HTML, with question marks for what no page can show."""
    return escape(harmless(text))
