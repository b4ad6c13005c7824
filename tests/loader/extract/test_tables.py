"""Lexicon and frames: the package's own load, and a wrong line is reported with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.loader.extract.frames import load_frames
from dragoman.loader.extract.lexicon import load_lexicon

FRAME = '# a comment\n[[frame]]\nid = "talks.meet"\nkind = "Talks"\nverbs = ["meet"]\n'


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("titles.tsv", "head\tgrand poobah", r"titles\.tsv:2: 2 columns instead of 3"),
        ("titles.tsv", "hat\tgrand poobah\tbody", r'titles\.tsv:2: class "hat" is unknown; use one of head, '),
        ("titles.tsv", "head\tgrand poobah\tclub", r'titles\.tsv:2: holder "club" is unknown'),
        ("topics.tsv", "magic\tspell*", r'topics\.tsv:2: topic "magic" is unknown'),
        ("organizations.tsv", "Club\tThe Marlow Club\t\t", r'organizations\.tsv:2: kind "Club" is unknown'),
        ("equipment.tsv", "navy\t=\t(unclosed", r"equipment\.tsv:2: pattern .* is no regular expression"),
        ("cues.tsv", "month\t", r"cues\.tsv:2: word is empty"),
    ],
)
def test_a_wrong_line_of_a_table_is_named(table: str, line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / table).write_text(f"# comment\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=message):
        load_lexicon(tmp_path)


def test_a_folder_adds_to_the_lexicon(tmp_path: Path) -> None:
    (tmp_path / "titles.tsv").write_text("head\tgrand poobah\tcountry\n", "utf-8")
    assert load_lexicon(tmp_path).titles["head"]["grand poobah"] == "country"
    assert "minister" in load_lexicon(tmp_path).titles["head"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        load_lexicon(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('roles.guest = ["subj"]\n', r'frames\.toml:3: frame "talks.meet": Talks has no role "guest"'),
        ('roles.host = ["sideways"]\n', r'frames\.toml:3: frame "talks.meet": path "sideways" is unknown'),
        ('needs = ["luck"]\n', r'frames\.toml:3: frame "talks.meet": need "luck"'),
        ('colour = "red"\n', r'frames\.toml:3: frame "talks.meet": unknown key "colour"'),
    ],
)
def test_a_wrong_frame_is_named(more: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "frames.toml"
    file.write_text(FRAME + more, "utf-8")
    with pytest.raises(DataError, match=message):
        load_frames(file)


def test_frames_are_named_once() -> None:
    names = [f.id for f in load_frames()]
    assert len(names) == len(set(names))
