"""Reading pages in tests."""

import re
from html import unescape


def tagless(text: str) -> str:
    """The words of a page without its markup, and without what only its drawings say."""
    text = re.sub(r"<svg.*?</svg>", " ", text, flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))
