"""Text that was read in the wrong encoding: ftfy tells it and undoes it. Apart, since ftfy takes long to import."""

from __future__ import annotations

import ftfy
from ftfy.badness import is_bad

SURE = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=True,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)


def undone(text: str) -> str | None:
    """The text as it was meant; None when it shows no trace of a wrong encoding.

    >>> undone("the corridorâ€™s length")
    'the corridor’s length'
    """
    return ftfy.fix_text(text, SURE) if is_bad(text) else None
