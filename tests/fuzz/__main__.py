"""Run a target under atheris: ``python -m fuzz TARGET [libFuzzer options]`` (``make fuzz``).

The corpus is kept below ``.fuzz/`` and grows from run to run. A crash ends the run; its input is written beside
the corpus, to be put into ``tests/fuzz/found/``.
"""

from __future__ import annotations

import sys
from pathlib import Path

TOP = Path(__file__).parent.parent.parent
LONGEST = "4096"  # bytes of an input; what grows with length is tests/properties/' business
SECONDS = "10"  # by the clock, under the fuzzer's instruments; an input that takes longer is a crash


def main() -> None:
    """Fuzz one target until it crashes or the options say stop."""
    import atheris

    name, *options = sys.argv[1:] or ["read"]
    with atheris.instrument_imports(include=["briefing", "bs4", "ftfy"]):
        from fuzz import targets

    corpus = TOP / ".fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [
            name,
            str(corpus),
            f"-max_len={LONGEST}",
            f"-timeout={SECONDS}",
            f"-artifact_prefix={corpus.parent}/{name}-",
            *options,
        ],
        getattr(targets, name),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
