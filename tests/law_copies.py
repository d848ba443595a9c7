"""Copies of the law for tests that change a word of it; they hold for whatever rules there are."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from stories import CONFIG


def copy_of_law(folder: Path) -> Path:
    """A copy of this repository's configuration."""
    return Path(copytree(CONFIG, folder / "config"))


def change(config: Path, rule: str, old: str, new: str) -> None:
    """Change some words inside one rule of a copy; its first occurrence of the old words."""
    for path in (config / "law").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if match := re.search(rf"^  - id: {rule}\n(?:(?!^  - id: ).*\n?)*", text, re.MULTILINE):
            assert old in match[0], f"{rule} does not say: {old}"
            path.write_text(text.replace(match[0], match[0].replace(old, new, 1)), encoding="utf-8")
            return
    raise AssertionError(f"there is no rule {rule}")


def remove(config: Path, rule: str) -> None:
    """Take one rule out of a copy, and out of house policy and remedies, which may name no rule that does not exist."""
    for path in (config / "law").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        left = re.sub(rf"^  - id: {rule}\n(?:(?!^  - id: ).*\n?)*", "", text, flags=re.MULTILINE)
        if left != text:
            path.write_text(left, encoding="utf-8")
            for lists in (config / "policy.yaml", config / "law" / "remedies.yaml"):
                _forget(lists, set(re.findall(r"^    ref: (.+)$", text, re.MULTILINE)), left)
            return
    raise AssertionError(f"there is no rule {rule}")


def _forget(lists: Path, refs: set[str], left: str) -> None:
    """Take the rules that are no longer in what is left of a file out of the lists of another."""
    text = lists.read_text(encoding="utf-8")
    for ref in refs - set(re.findall(r"^    ref: (.+)$", left, re.MULTILINE)):
        text = re.sub(rf"(?<=[\[ ]){re.escape(ref)}(?:, )?(?=[^\]]*\])", "", text)
    lists.write_text(text, encoding="utf-8")
