"""What every file of the repository keeps to."""

import re
import subprocess
from pathlib import Path

import pytest

from scripts.check import LONGEST_MODULE, long_modules

ROOT = Path(__file__).parents[2]
SELF = Path(__file__).relative_to(ROOT)


def tracked(*patterns: str) -> list[Path]:
    """The text files that git holds, by pattern; those deleted and not yet committed are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this copy of the code is no git repository")
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path != SELF and (ROOT / path).is_file() and is_text(ROOT / path)]


def is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:8000]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """Every line in which the pattern occurs, as `path:number: line`."""
    search = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), start=1)
        if search.search(line)
    ]


# Pages cited by the casebook may stand anywhere on the web.
@pytest.mark.parametrize(
    "pattern",
    [
        r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|ghcr\.io|jsdelivr|unpkg\.com",
        r"(?<![\w.])/(work|root|home|tmp|Users)/\w",
    ],
    ids=["registry hosts", "machine paths"],
)
def test_no_file_names_a_place_that_is_not_ours(pattern: str) -> None:
    assert lines_with(pattern, tracked(":!cases/casebook")) == []


def test_nothing_is_left_open_in_the_code() -> None:
    code = tracked("*.py", "*.html", "*.js", "*.css", "*.txt", ".ci/run", "Makefile")
    assert lines_with(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError", code) == []


INLINE = r"<style|<script(>| (?![^>]*\bsrc=))|\sstyle=|\son[a-z]+=[\"']|javascript:"


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    assert lines_with(INLINE, tracked("*.html")) == []


@pytest.mark.parametrize(
    "markup", ["<script>x()</script>", '<p style="color:red">', '<a onclick="x()">', "<style>p{}</style>"]
)
def test_inline_markup_would_be_noticed(markup: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(markup, "utf-8")
    assert lines_with(INLINE, [page])


# A constant between the brackets cannot carry what somebody typed.
UNESCAPED = r"\|\s*safe\b|autoescape off|(mark_safe|SafeString)\((?!\"[^\"]*\"\))"


def test_every_place_that_switches_escaping_off_says_why() -> None:
    places = lines_with(UNESCAPED, tracked("*.html", "accounts", "cases", "config"))
    assert [place for place in places if not is_explained(place)] == []


def is_explained(place: str) -> bool:
    """Whether a comment stands on the line or within the three lines before it."""
    path, number, _line = place.split(":", 2)
    lines = (ROOT / path).read_text("utf-8").splitlines()
    around = "\n".join(lines[max(0, int(number) - 4) : int(number)])
    return bool(re.search(r"#|\{% comment", around))


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    assert LONGEST_MODULE == 400
    assert long_modules() == ""


def test_the_commands_of_the_texts_are_commands_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    texts = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".ci/run")]
    texts += sorted((ROOT / "docs" / "operate").glob("*.md"))
    named = {
        word
        for text in texts
        for word in re.findall(r"(?:`|^ *)make ([a-z-]+)", text.read_text("utf-8"), re.M)
    }
    assert {"run", "test"} <= named <= targets


def test_every_link_to_a_file_leads_to_one() -> None:
    missing = [
        f"{text}: {target}"
        for text in tracked("*.md", ":!cases/casebook")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", (ROOT / text).read_text("utf-8"))
        if not (ROOT / text.parent / target).exists()
    ]
    assert missing == []


def test_tests_of_the_browser_stand_where_their_half_looks_for_them() -> None:
    marked = lines_with(r"mark\.browser\b", tracked("tests/*.py"))
    assert len(marked) > 10
    assert [line for line in marked if not line.startswith("tests/browser/")] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["dev", "s3"])
def test_what_is_tested_or_runs_with_a_bucket_is_what_runs(name: str) -> None:
    runtime, more = pins("runtime"), pins(name)
    assert runtime
    assert {package: more.get(package) for package in runtime} == runtime


@pytest.mark.parametrize("name", ["bootstrap", "runtime", "s3", "sentry", "dev"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.split()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
