"""Lexicon and frames: the package's own load, and a wrong line is reported with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.loader.extract.frames import load_frames
from dragoman.loader.extract.lexicon import load_lexicon, rows

FRAME = '# a comment\n[[frame]]\nid = "talks.meet"\nkind = "Talks"\nverbs = ["meet"]\n'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('titles = [["head", "grand poobah"]]', "titles, row 1: write 3 strings"),
        ('titles = [["head", "x", "body"], ["hat", "grand poobah", "body"]]', 'row 2: class "hat" is unknown; use one'),
        ('titles = [["head", "grand poobah", "club"]]', 'titles, row 1: holder "club" is unknown'),
        ('topics = [["magic", "spell*"]]', 'topics, row 1: topic "magic" is unknown'),
        ('organizations = [["Club", "The Marlow Club", "", ""]]', 'organizations, row 1: kind "Club" is unknown'),
        ('equipment = [["navy", "=", "(unclosed"]]', "equipment, row 1: pattern .* is no regular expression"),
        ('cues = [["sign-verb", ""]]', "cues, row 1: word is empty"),
        ('cues = [["sing-verb", "hum"]]', 'cues, row 1: class "sing-verb" is unknown'),
        ('spells = [["magic"]]', '"spells" is no table of the lexicon; use'),
        ("titles = [", "can't be read as a lexicon"),
    ],
)
def test_a_wrong_row_of_an_analysts_own_lexicon_is_named(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f"{line}\n", "utf-8")
    with pytest.raises(DataError, match=rf"mine\.toml: .*{message}"):
        load_lexicon(tmp_path / "mine.toml")


def test_a_wrong_line_of_a_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "titles.tsv").write_text("# comment\nhead\tgrand poobah\n", "utf-8")
    with pytest.raises(DataError, match=r"titles\.tsv:2: 2 columns instead of 3"):
        list(rows(tmp_path / "titles.tsv", 3))


def test_an_analysts_own_file_adds_words_and_frames(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(f'titles = [["head", "grand poobah", "country"]]\n{FRAME}', "utf-8")
    assert load_lexicon(own).titles["head"]["grand poobah"] == "country"
    assert "minister" in load_lexicon(own).titles["head"]
    assert [frame.id for frame in load_frames(own)] == ["talks.meet"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('roles.guest = ["subj"]\n', r'frames\.toml:3: frame "talks.meet": Talks has no role "guest"'),
        ('roles.host = ["sideways"]\n', r'frames\.toml:3: frame "talks.meet": path "sideways" is unknown'),
        ('needs = ["luck"]\n', r'frames\.toml:3: frame "talks.meet": need "luck"'),
        ('needs = ["particpant>=2"]\n', r'frame "talks.meet": need "particpant>=2": Talks has no such role'),
        ('confidence = "high"\n', r'frame "talks.meet": confidence is no number'),
        ('place = "subj"\n', r'frame "talks.meet": place is no list of strings'),
        ('roles = "x"\n', r'frame "talks.meet": roles is no table'),
        ('needs = ["has:sideways"]\n', r'frame "talks.meet": need "has:sideways": there is no such path'),
        ('traits = ["shy"]\n', r'frame "talks.meet": trait "shy" is unknown'),
        ('given = ["magic"]\n', r'frame "talks.meet": given "magic" is no topic'),
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
