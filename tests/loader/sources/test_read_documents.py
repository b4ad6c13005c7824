"""Given files, these documents; what can't be read is told, and the rest goes on."""

from __future__ import annotations

import builtins
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import DataError, UsageError
from dragoman.loader.records import Document
from dragoman.loader.sources import Problem, find_sources, read_documents

HEAD = "title: Talks\npublisher: Caspian Wire\ndate: 2022-12-21\nurl: https://example.org/a\nlanguage: en\n\n"
TEXT = "Türkiye and Azerbaijan met\nin Baku.\n\nThey will meet again."
PAGE = """<html lang="en"><head><title>Talks held in Baku</title>
<meta property="og:site_name" content="Caspian Wire"><link rel="canonical" href="https://example.org/talks">
<meta property="article:published_time" content="2022-12-21T10:00:00Z"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Talks held in Baku</h1>
<p>Azerbaijan and Türkiye held the staff talks of their air forces in Baku on 20 December 2022, a source said.</p>
<p>The two sides discussed military education, and agreed to meet again in Ankara in the following year.</p>
</article><footer>All rights reserved</footer></body></html>"""


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*inputs: str | Path, **options: Any) -> tuple[list[Document], list[Problem]]:
    problems: list[Problem] = []
    return list(read_documents(inputs, problems=problems.append, **options)), problems


def refused(problems: list[Problem]) -> list[str]:
    return [problem.reason for problem in problems if problem.refused]


def test_a_text_file_may_say_what_it_is(tmp_path: Path) -> None:
    ((document,), problems) = read(write(tmp_path / "a.txt", HEAD + TEXT + "\n"))
    assert problems == []
    assert document.text == TEXT
    assert (document.title, document.publisher, document.published) == ("Talks", "Caspian Wire", "2022-12-21")
    assert (document.url, document.language) == ("https://example.org/a", "en")


def test_a_bare_text_gets_the_date_that_is_given_for_it(tmp_path: Path) -> None:
    ((document,), _) = read(write(tmp_path / "a.txt", TEXT), published="2022-12")
    assert (document.text, document.published, document.title) == (TEXT, "2022-12", "")


def test_the_head_knows_its_date_better(tmp_path: Path) -> None:
    ((document,), _) = read(write(tmp_path / "a.txt", HEAD + TEXT), published="2020")
    assert document.published == "2022-12-21"


@pytest.mark.parametrize(
    "text", ["Moscow: no comment.\n\nSo it said.", "title: Talks", "Baku: calm.\nDate: Monday.\n\nSo it said."]
)
def test_what_only_looks_like_a_head_is_text(tmp_path: Path, text: str) -> None:
    ((document,), _) = read(write(tmp_path / "a.txt", text))
    assert document.text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_marks_and_line_ends_make_no_difference(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    ((document,), problems) = read(
        write(tmp_path / "a.txt", (mark + HEAD + TEXT).replace("\n", "\r\n").encode(encoding))
    )
    assert (document.text, document.title, problems) == (TEXT, "Talks", [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "author: A. Reporter",
            'a.txt:2: "author" is no name that a head may give, and is left out; use title, publish',
        ),
        ("Title: Others", 'a.txt:2: "title" is given twice, and this one is left out; give it once'),
    ],
)
def test_a_line_that_the_head_does_not_know_is_told_and_the_rest_counts(tmp_path: Path, line: str, reason: str) -> None:
    ((document,), (problem,)) = read(write(tmp_path / "a.txt", f"title: Talks\n{line}\ndate: 2022-12-21\n\n{TEXT}"))
    assert (document.title, document.published, document.text) == ("Talks", "2022-12-21", TEXT)
    assert reason in str(problem)
    assert not problem.refused


def test_a_head_of_two_names_needs_no_empty_line(tmp_path: Path) -> None:
    ((document,), problems) = read(write(tmp_path / "a.txt", f"Title: Talks\nPublished: 2022-12-21\n{TEXT}"))
    assert (document.title, document.published, document.text, problems) == ("Talks", "2022-12-21", TEXT, [])


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
@pytest.mark.parametrize(
    "date",
    ["15 April 2023", "15 Apr. 2023", "April 15, 2023", "Saturday, April 15th, 2023", "2023-04-15T10:00:00Z",
     "2023-04-15 10:00", "Sat, 15 Apr 2023 23:00:00 -0800"],
)  # fmt: skip
def test_a_date_that_means_one_day_is_read(tmp_path: Path, name: str, date: str) -> None:
    content = f"date: {date}\n\n{TEXT}" if name == "a.txt" else json.dumps({"published": date, "text": TEXT})
    ((document,), problems) = read(write(tmp_path / name, content))
    assert (document.published, problems) == ("2023-04-15", [])


def test_a_head_that_a_line_breaks_is_kept_as_text_and_told(tmp_path: Path) -> None:
    content = f"title: Talks\nheld in Baku\n\n{TEXT}"
    ((document,), (problem,)) = read(write(tmp_path / "a.txt", content))
    assert (document.text, document.title) == (content, "")
    assert "a.txt:2: is no `name: value`, so that what stands above it is read as text; write" in str(problem)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n", "is empty"),
        ("a.txt", HEAD, "text: is missing"),
        ("a.txt", b"%PDF-1.7\n\0\1\2", "is no text"),
        ("a.txt", b"\x7fELF" + bytes(range(256)), "is no text"),
        ("a.txt", b"\xff\xfea", "begins as utf-16, but is not at byte 3"),
        ("a.txt", b"x" * 20_000_001, "is larger than 20 MB"),
        ("a.txt", gzip.compress(b"x" * 1000, mtime=0), "is compressed (gzip), and no text; unpack it"),
        (
            "a.txt",
            HEAD.replace("2022-12-21", "04/05/2023") + TEXT,
            'published: "04/05/2023" is no EDTF date; write 2',
        ),
        ("a.txt", HEAD.replace("Talks", "T" * 1001) + TEXT, "title: has 1001 characters; give at most 1000"),
        ("a.pdf", "text", ".pdf is of no format that is read; what ends in .txt"),
        ("a.html", "<html><body><script>menu()</script></body></html>", "has no article"),
        ("a.html", "\n", "is empty"),
        ("a.jsonl", "oops", "is the last line and cut off"),
        ("a.jsonl", "oops\n", "is not JSON"),
        ("a.jsonl", "[]\n", "is JSON, but no object"),
        ("a.jsonl", '{"record":"thing"}\n', "is no document"),
        ("a.jsonl", '{"text":7}\n', "text: is a number"),
        ("a.jsonl", '{"title":"Talks"}\n', "text: is missing"),
        ("a.jsonl", '{"record":"entity"}\n', "is a claims file; load it as one"),
        ("a.jsonl.gz", b"\x1f\x8bnothing", "the compressed data is damaged"),
    ],
)
def test_what_is_no_document_is_refused_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    good = write(tmp_path / "good.txt", TEXT)
    documents, problems = read(write(tmp_path / name, content), good)
    assert [document.text for document in documents] == [TEXT]
    assert [reason in refusal for refusal in refused(problems)] == [True], problems


def test_with_nobody_to_tell_the_first_refusal_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.txt: is empty; fetch it again or leave it out$"):
        list(read_documents([write(tmp_path / "a.txt", "")]))
    with pytest.raises(DataError, match=r"none\.txt: can't be opened: No such file or directory; check the path$"):
        list(read_documents([tmp_path / "none.txt"]))


def test_a_date_that_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='published: "yesterday" is no EDTF date'):
        list(read_documents([tmp_path], published="yesterday"))


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    ((document,), problems) = read(write(tmp_path / "a.html", PAGE))
    assert problems == []
    assert document.text.split("\n\n") == [
        "Azerbaijan and Türkiye held the staff talks of their air forces in Baku on 20 December 2022, a source said.",
        "The two sides discussed military education, and agreed to meet again in Ankara in the following year.",
    ]
    assert (document.title, document.publisher) == ("Talks held in Baku", "Caspian Wire")
    assert (document.published, document.url) == ("2022-12-21", "https://example.org/talks")
    assert document.language == "en"


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-9">').encode("iso-8859-9")
    ((document,), problems) = read(write(tmp_path / "a.htm", page))
    assert "Azerbaijan and Türkiye held" in document.text
    assert problems == []


@pytest.mark.parametrize("module", ["trafilatura", "lxml_html_clean"])
def test_a_missing_library_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    imports = builtins.__import__

    def missing(name: str, *args: Any, **options: Any) -> Any:
        if name.startswith("trafilatura"):
            raise ImportError(f"No module named {module!r}")
        return imports(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=rf"\(No module named '{module}'\); run: pip install '\.\[extract\]'"):
        read(write(tmp_path / "a.html", PAGE))


def test_json_lines_give_documents_with_their_own_ids_or_derived_ones(tmp_path: Path) -> None:
    rows = [
        {"text": "Text  one.\r\n", "url": "https://example.org/a/"},
        {"record": "document", "id": "d2", "text": "Text two.", "published": "2021", "split": "x"},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)) + "\noops\n")
    documents, problems = read(path, published="2022")
    assert [(d.id[:4], d.text, d.published) for d in documents] == [
        ("doc:", "Text  one.\r\n", "2022"),
        ("d2", "Text two.", "2021"),
    ]
    assert [str(p).startswith(f"{path}:{line}: ") for p, line in zip(problems, (2, 3), strict=True)] == [True, True]
    assert [p.refused for p in problems] == [False, True]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (HEAD + TEXT, [TEXT]),
        ("\n\n" + TEXT, [TEXT]),
        ('\n {"text": "one"}\n{"text": "two"}', ["one", "two"]),
        ("\ufeff" + '{"text": "one"}', ["one"]),
    ],
)
def test_standard_input_is_a_text_or_json_lines(
    monkeypatch: pytest.MonkeyPatch, content: str, texts: list[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    documents, problems = read("-")
    assert ([document.text for document in documents], problems) == (texts, [])


def test_standard_input_may_be_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    assert [document.title for document in read("-")[0]] == ["Talks held in Baku"]


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/two.TXT", "a.txt", "b/one.txt", ".hidden.txt", "picture.png", "b/style.css"):
        write(tmp_path / name, f"This is {name}.")
    documents, (problem,) = read(tmp_path)
    assert [d.text for d in documents] == [f"This is {n}." for n in ("a.txt", "b/one.txt", "b/two.TXT", "c.txt")]
    assert not problem.refused
    assert problem.reason.startswith("2 files are of no format that is read (.css 1, .png 1)")


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    write(outside / "secret.txt", "Secret.")
    write(inside / "a.txt", "Open.")
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "loop").symlink_to(inside)
    documents, problems = read(inside)
    assert [document.text for document in documents] == ["Open."]
    assert [problem.file for problem in problems] == [str(inside / "file.txt"), str(inside / "folder")]


def test_what_is_no_file_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.jsonl")
    documents, problems = read(tmp_path)
    assert not documents
    assert [(Path(p.file).name, p.reason.partition(";")[0]) for p in problems] == [
        ("gone.txt", "is a link that leads nowhere"),
        ("pipe.jsonl", "is no file"),
    ]


def test_a_document_that_comes_twice_is_given_once(tmp_path: Path) -> None:
    first, same, other = (write(tmp_path / f"{n}.txt", HEAD + t) for n, t in enumerate((TEXT, TEXT, "Another text.")))
    documents, (again, clash) = read(first, same, other)
    assert [document.text for document in documents] == [TEXT]
    assert (again.file, again.refused) == (str(same), False)
    assert (clash.file, clash.refused) == (str(other), True)
    assert "has another text in" in clash.reason


def test_sources_are_found_without_being_read(tmp_path: Path) -> None:
    claims = write(tmp_path / "a.claims.jsonl", '{"record":"claim"}\n')
    assert list(find_sources([tmp_path, "-"])) == [claims, "-"]
