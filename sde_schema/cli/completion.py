"""What shells complete: words, files and folders, also after ``=``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_WORD, _FILE, _FOLDER = "plain", "file", "dir"
"""The types of completions that the scripts of click know; a shell completes the last two by itself."""

_SIGN = "="


def completing(words: Callable[[], Iterable[str]]) -> Complete:
    """Return what gives a shell the words that begin as what has been typed, in any letter case."""

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
        typed = incomplete.casefold()
        return [CompletionItem(word) for word in words() if word.casefold().startswith(typed)]

    return complete


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let a shell complete what has been typed as the name of a file."""
    return [CompletionItem(incomplete, type=_FILE)]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let a shell complete what has been typed as the name of a folder."""
    return [CompletionItem(incomplete, type=_FOLDER)]


def completing_with_file(words: Callable[[], Iterable[str]]) -> Complete:
    """Return what gives a shell words, and after a word and ``=`` the names of files."""
    complete_word = completing(words)

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        _, sign, file = incomplete.partition(_SIGN)
        return files(context, parameter, file) if sign else complete_word(context, parameter, incomplete)

    return complete


def prepare() -> None:
    """Let click complete for bash, zsh and fish as is said here."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)


def _before(incomplete: str, item: CompletionItem) -> str:
    """Return the part of the typed word that is before what an item completes."""
    if item.type != _WORD:
        return incomplete.removesuffix(str(item.value))
    option, sign, _ = incomplete.partition(_SIGN)
    return option + sign if sign and option.startswith("-") else ""


class _Bash(BashComplete):
    """For bash, which takes ``=`` for a word of its own and completes only what is after it."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one, each with its ``=``."""
        last = int(os.environ["COMP_CWORD"])
        words = split_arg_string(os.environ["COMP_WORDS"])[: last + 1]
        words += [""] * (last + 1 - len(words))
        joined: list[str] = []
        for number, word in enumerate(words):
            if number and _SIGN in (word, words[number - 1]):
                joined[-1] += word
            else:
                joined.append(word)
        return joined[1:-1], joined[-1]


class _Zsh(ZshComplete):
    """For zsh, which completes the whole word; files only after so many characters as their description says."""

    source_template = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a words_only words_described response
    local type key described
    (( ! $+commands[%(prog_name)s] )) && return 1

    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
%(complete_var)s=zsh_complete %(prog_name)s)}")

    for type key described in ${response}; do
        if [[ "$type" == "plain" && "$described" == "_" ]]; then
            words_only+=("$key")
        elif [[ "$type" == "plain" ]]; then
            words_described+=("$key:$described")
        else
            [[ "$described" != "_" ]] && compset -p "$described"
            [[ "$type" == "dir" ]] && _path_files -/ || _path_files -f
        fi
    done

    [[ -n "$words_described" ]] && _describe -V unsorted words_described -U
    [[ -n "$words_only" ]] && compadd -U -V unsorted -a words_only
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions as the script wants them."""
        return [_for_zsh(_before(incomplete, item), item) for item in super().get_completions(args, incomplete)]


def _for_zsh(before: str, item: CompletionItem) -> CompletionItem:
    if item.type == _WORD:
        return CompletionItem(before + item.value, help=item.help)
    return CompletionItem(item.value or "_", type=item.type, help=str(len(before)) if before else None)


class _Fish(FishComplete):
    """For fish, which completes the whole word: a file after what is before its name."""

    source_template = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -ct) %(prog_name)s)

    for completion in $response
        set -l parts (string split --max 2 "," -- $completion)
        switch $parts[1]
            case plain
                string replace --regex "^plain," "" -- $completion
            case dir
                string replace --regex "^" -- "$parts[2]" (__fish_complete_directories "$parts[3]")
            case file
                string replace --regex "^" -- "$parts[2]" (__fish_complete_path "$parts[3]")
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions as the script wants them."""
        return [_for_fish(_before(incomplete, item), item) for item in super().get_completions(args, incomplete)]


def _for_fish(before: str, item: CompletionItem) -> CompletionItem:
    value = f"{before}{item.value}" if item.type == _WORD else f"{before},{item.value}"
    return CompletionItem(value, type=item.type, help=item.help)
