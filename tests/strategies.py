"""Generated content: every value here is one that `read_content` gives back unchanged.

Text is cleaned as the reader cleans it, and leans towards what breaks formats: headings, fences,
backslashes, words that YAML takes for something else, right-to-left marks, emoji, combining marks.
"""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cases.domain import vocabulary as words
from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source, Stake
from cases.domain.countries import COUNTRY_CODES
from cases.domain.reader import clean_text
from cases.domain.reading import folded_tag
from cases.domain.vocabulary import Absence, ImageLicence, SourceKind, Speaker, Stance

ODD_WORDS = r"""
    # ## --- ... ' " : - ? | >- ~ = << \ \\ ``` null Null NO yes True false 007 0x1F 0o17 1_000 1e3 .5 -1 +1
    .inf .nan 12:30:45 2012-05-01 now &anchor *alias !tag %YAML @at `code` [@key] [a,b] {a:b} %(name)s {{x}}
    עברית العربية 👩‍👩‍👧‍👦 🇳🇴 Ϊ́ﬁß
"""
ODD_LINES = (
    *ODD_WORDS.split(),
    *(
        "# in-short",
        "# market",
        r"\# market",
        r"\\# market",
        "# ",
        "--- a",
        "- item",
        "? key",
        "key: value",
        "a #b",
    ),
    *("a: b #c", "{absent: not_known}", "%YAML 1.1", "[[link|text]]", "tab\there", "    four spaces"),
    *("\u202eesrever\u202c", "e\u0301", "\ufeff", "\u00a0hard\u00a0", "\U0010ffff"),
)
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff"
)


def texts(*, limit: int = 400, least: int = 0) -> SearchStrategy[str]:
    """Text of several lines as the reader gives it: from `least` to `limit` characters."""
    piece = st.one_of(st.sampled_from(ODD_LINES), st.text(CHARACTERS, max_size=40))
    typed = st.builds(str.join, st.sampled_from(["\n", "\n\n", " "]), st.lists(piece, max_size=6))
    return typed.map(lambda text: clean_text(clean_text(text)[:limit])).filter(
        lambda text: len(text) >= least
    )


def lines(*, limit: int = 120, least: int = 0) -> SearchStrategy[str]:
    """Text of one line as the reader gives it."""
    flat = texts(limit=limit).map(lambda text: clean_text(text.replace("\n", " ")))
    return flat.filter(lambda text: len(text) >= least)


def keys() -> SearchStrategy[str]:
    """Citation keys."""
    return st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True)


def years() -> SearchStrategy[int]:
    """Years that content may name."""
    return st.integers(words.EARLIEST_YEAR, words.LATEST_YEAR)


def places() -> SearchStrategy[Place]:
    """Places with and without a country and coordinates."""
    coordinates = st.one_of(
        st.just((None, None)),
        st.tuples(
            st.floats(-90, 90).map(lambda degrees: degrees + 0.0),
            st.floats(-180, 180).map(lambda degrees: degrees + 0.0),
        ),
    )
    country = st.sampled_from(["", words.WORLDWIDE, *sorted(COUNTRY_CODES)])
    return st.builds(
        lambda name, country, at: Place(name=name, country=country, latitude=at[0], longitude=at[1]),
        lines(),
        country,
        coordinates,
    )


def phases() -> SearchStrategy[Phase]:
    """Phases, ended and going on, on and off the hierarchy."""
    return st.builds(
        Phase,
        start=years(),
        end=st.none() | years(),
        stage=st.none() | st.sampled_from(words.STAGES),
        model=st.sampled_from(words.MODELS),
        reason=texts(),
        no_stage_reason=texts(),
    )


def parts() -> SearchStrategy[tuple[Part, ...]]:
    """Some parts in their fixed order, each a text or one of the three findings that there is none."""
    key = st.sampled_from(words.PARTS)
    findings = st.sampled_from([Absence.NOT_KNOWN, Absence.DOES_NOT_APPLY, Absence.NOT_FOUND])
    part = st.one_of(
        st.builds(Part, key=key, text=texts(least=1)),
        st.builds(Part, key=key, absence=findings, note=texts()),
    )
    chosen = st.lists(part, max_size=4, unique_by=lambda part: part.key)
    return chosen.map(lambda found: tuple(sorted(found, key=lambda part: words.PARTS.index(part.key))))


def sources() -> SearchStrategy[Source]:
    """Citations with every field, and with hardly any."""
    return st.builds(
        Source,
        key=keys(),
        kind=st.sampled_from(SourceKind),
        title=lines(),
        authors=lines(),
        year=years() | st.sampled_from(Absence),
        publisher=lines(),
        url=st.sampled_from(["", "https://example.org/a?b=c#d", "http://example.org/ñ/[x]: y #z"]).map(
            lambda url: url.replace(" ", "%20")
        ),
        doi=st.sampled_from(["", "10.1000/182", "10.1016/j.comnet.2015.07.009"]),
        accessed=st.just("") | st.dates().map(lambda day: day.isoformat()),
        speaker=st.sampled_from(Speaker),
    )


def illustrations() -> SearchStrategy[Illustration]:
    """Placements on claims, with sources that the case may or may not have."""
    return st.builds(
        Illustration,
        claim=st.sampled_from(["1a", "2c", "3f", "3k"]),
        version=st.integers(1, 10_000),
        stance=st.sampled_from(Stance),
        note=texts(),
        sources=st.lists(keys(), max_size=4, unique=True).map(tuple),
        quote=texts(limit=words.QUOTE_LIMIT),
    )


def tags() -> SearchStrategy[tuple[str, ...]]:
    """Folded tags, each once."""
    tag = lines(limit=words.TAG_LIMIT, least=1).map(lambda line: clean_text(folded_tag(line)))
    fits = tag.filter(lambda text: text and len(text) <= words.TAG_LIMIT and "," not in text)
    stable = fits.filter(lambda text: folded_tag(text) == text)
    return st.lists(stable, max_size=words.TAGS_AT_MOST, unique=True).map(tuple)


def images() -> SearchStrategy[Image]:
    """Images with every field, and with hardly any."""
    return st.builds(
        Image,
        key=st.sampled_from(["0" * 32, "a1" * 16, "f" * 32]),
        alt=lines(),
        caption=lines(),
        author=lines(),
        licence=st.none() | st.sampled_from(ImageLicence),
    )


def contents() -> SearchStrategy[CaseContent]:
    """Any content that can be read, from an empty one to one with every field."""
    return st.builds(
        CaseContent,
        title=lines(limit=words.TITLE_LIMIT),
        summary=lines(limit=words.SUMMARY_LIMIT),
        language=st.sampled_from(sorted(words.LANGUAGE_LABELS)),
        organisations=st.lists(lines(least=1), max_size=3).map(tuple),
        places=st.lists(places(), max_size=3).map(tuple),
        sector=st.sampled_from(["", *words.SECTOR_LABELS]),
        tags=tags(),
        began=years() | st.sampled_from(Absence),
        ended=st.just("now") | years() | st.sampled_from(Absence),
        stake=st.none() | st.builds(Stake, none=st.booleans(), which=texts()),
        phases=st.lists(phases(), max_size=3).map(tuple),
        parts=parts(),
        illustrations=st.lists(
            illustrations(), max_size=3, unique_by=lambda row: (row.claim, row.stance)
        ).map(tuple),
        sources=st.lists(sources(), max_size=3, unique_by=lambda row: row.key).map(tuple),
        open_questions=st.lists(lines(least=1), max_size=3).map(tuple),
        images=st.lists(images(), max_size=2, unique_by=lambda row: row.key).map(tuple),
    )
