"""The command ``briefing`` (also ``python -m briefing``): its sub-commands and what each of them is given.

Exit codes: 0 done; 1 not done, with one sentence that says why; 2 the command was not understood; 3 files were refused;
130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    options = _parser().parse_args(arguments)
    if sys.stdout is None:  # nobody listens: it was closed before we began
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from briefing.model import DeskError, Refusal

    try:
        run: Run = options.run
        code = run(options)
        sys.stdout.flush()
    except (Refusal, DeskError) as error:
        print(f"briefing: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("briefing: interrupted", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="briefing", description="Scraped articles in, a traceable briefing out.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    explain = commands.add_parser("explain", help="each line of a file with verdict, rule and reason")
    explain.add_argument("file", metavar="FILE", type=Path)
    explain.add_argument("--json", action="store_true", help="the whole structured article as one JSON object")
    explain.set_defaults(run=_explain)

    clean = commands.add_parser("clean", help="the cleaned text of a file, of standard input or of a batch")
    clean.add_argument("file", metavar="FILE", nargs="?", default="-", help='a file, or "-" for standard input')
    clean.add_argument("--html", action="store_true", help="standard input is a web page")
    clean.add_argument(
        "--jsonl",
        action="store_true",
        help='a batch: {"id", "text" or "html"} a line in, {"id", "title", "text", "kept_lines", "cuts"} a line out',
    )
    clean.set_defaults(run=_clean)

    check = commands.add_parser("check", help="read all content, sidecars and the desk and say what is wrong")
    check.set_defaults(run=_check)

    record = commands.add_parser("record", help="note what is new or changed in content/record.jsonl")
    record.set_defaults(run=_record)

    rules = commands.add_parser("rules", help="the rules in force and what each cuts; what a change of them changes")
    rules.add_argument(
        "--diff",
        nargs="?",
        const="",
        metavar="AGAINST",
        help="the lines that are cut or put back compared with the last build, another folder or a Git revision",
    )
    rules.add_argument("--json", action="store_true", help="the same as JSON")
    rules.set_defaults(run=_rules)

    for command in (check, record, rules):
        command.add_argument("--content", type=Path, default=Path("content"), help="folder of the content (content)")
    return parser


def _explain(options: argparse.Namespace) -> int:
    from briefing.command.explain import explain

    return explain(options.file, options.json)


def _clean(options: argparse.Namespace) -> int:
    from briefing.command.clean import batch, clean

    if options.jsonl:
        return batch(options.file)
    return clean(options.file, options.html)


def _check(options: argparse.Namespace) -> int:
    from briefing.command.check import check

    return check(options.content)


def _record(options: argparse.Namespace) -> int:
    from briefing.command.record import write

    return write(options.content)


def _rules(options: argparse.Namespace) -> int:
    from briefing.command.rules import rules

    return rules(options.content, options.diff, options.json)


if __name__ == "__main__":
    sys.exit(main())
