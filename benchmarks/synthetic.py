"""Synthetic cases that are as uneven as real ones: few countries, tags and claims are common, most are rare.

The same number gives the same cases every time. They say nothing about the world.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from cases.domain.content import CaseContent, Illustration, Part, Phase, Place, Source, Stake
from cases.domain.countries import COUNTRY_CODES
from cases.domain.vocabulary import (
    ASPECTS,
    LANGUAGE_LABELS,
    MODELS,
    SECTOR_LABELS,
    STAGES,
    WORLDWIDE,
    SourceKind,
    Speaker,
    Stance,
)

THIS_YEAR = 2026
TAGS = 3000
STANCES = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS, Stance.NOT_FOUND)
STANCE_WEIGHTS = (60, 22, 14, 4)
SPEAKERS = tuple(Speaker)
SPEAKER_WEIGHTS = (35, 10, 25, 20, 5, 5)
WORDS = [
    "network",
    "commons",
    "workshop",
    "members",
    "licence",
    "software",
    "design",
    "farm",
    "tool",
    "open",
    "shared",
    "local",
    "federation",
    "cooperative",
    "platform",
    "fund",
    "board",
    "users",
    "makers",
    "kernel",
    "map",
    "radio",
    "seed",
    "press",
    "archive",
    "kitchen",
    "mutual",
]


SYLLABLES = [first + last for first in "bdfgklmnprstvz" for last in "aeiou"]
VOCABULARY = 20_000
WORDS_A_NOTE = 20


def _made_up(number: int) -> str:
    """A word of syllables, another for each number."""
    word = ""
    for _each in range(4):
        number, syllable = divmod(number, len(SYLLABLES))
        word += SYLLABLES[syllable]
    return word


class Uneven:
    """Values drawn with weights that fall as 1, 1/2, 1/3 …: the common ones are very common."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values
        self.weights = list(accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self, chance: random.Random) -> str:
        """One value."""
        return chance.choices(self.values, cum_weights=self.weights)[0]


COUNTRIES = Uneven([WORLDWIDE, "US", "ES", "FR", "DE", "GB", *sorted(COUNTRY_CODES)])
SECTORS = Uneven(list(SECTOR_LABELS))
LANGUAGES = Uneven(["en", "es", "fr", *LANGUAGE_LABELS])
SPOKEN = Uneven([_made_up(number * 1009 % 24_010_000) for number in range(VOCABULARY)])
"""As in any language: a few words are in nearly every text, most are in hardly any."""

TAG_NAMES = Uneven([f"tag {number}" for number in range(TAGS)])


def contents(number: int, claims: Sequence[str]) -> Iterator[CaseContent]:
    """Yield so many cases on these claims, always the same ones."""
    on_claims = Uneven(list(claims))
    for each in range(1, number + 1):
        chance = random.Random(each)
        yield _content(each, chance, on_claims)


def _content(number: int, chance: random.Random, on_claims: Uneven) -> CaseContent:
    began = THIS_YEAR - min(170, int(chance.expovariate(1 / 22)))
    phases = _phases(chance, began)
    sources = _sources(chance, number)
    return CaseContent(
        title=f"{chance.choice(WORDS).title()} {chance.choice(WORDS)} {number}",
        summary=f"A {chance.choice(WORDS)} that keeps its {chance.choice(WORDS)} and {chance.choice(WORDS)}.",
        language=LANGUAGES.draw(chance),
        organisations=(f"Organisation {number}",),
        places=tuple(
            _place(number, at, country)
            for at, country in enumerate(
                dict.fromkeys(COUNTRIES.draw(chance) for _each in range(chance.choice((1, 1, 1, 2))))
            )
        ),
        sector=SECTORS.draw(chance),
        tags=tuple(dict.fromkeys(TAG_NAMES.draw(chance) for _each in range(chance.randint(0, 5)))),
        began=began,
        ended=phases[-1].end or "now",
        stake=Stake(none=True),
        phases=phases,
        parts=_parts(chance),
        illustrations=_illustrations(chance, on_claims, sources),
        sources=sources,
    )


def _place(number: int, at: int, country: str) -> Place:
    """A place; every third case gives its coordinates, somewhere."""
    if number % 3:
        return Place(name=f"Place {at}", country=country)
    latitude, longitude = float(number * 37 % 120 - 50), float(number * 101 % 360 - 180)
    return Place(name=f"Place {at}", country=country, latitude=latitude, longitude=longitude)


def _phases(chance: random.Random, began: int) -> tuple[Phase, ...]:
    """One to four phases that follow each other; every tenth case begins off the matrix."""
    phases: list[Phase] = []
    year = began
    for _each in range(chance.choices((1, 2, 3, 4), (62, 25, 9, 4))[0]):
        end = min(THIS_YEAR, year + chance.randint(1, 15))
        stage = (
            None
            if not phases and chance.random() < 0.1
            else chance.choices(STAGES, (4, 6, 9, 14, 22, 28, 17))[0]
        )
        phases.append(
            Phase(
                start=year,
                end=end,
                stage=stage,
                model=chance.choices(MODELS, (35, 40, 25))[0],
                reason="It was so.",
                no_stage_reason="" if stage else "It is a state.",
            )
        )
        if end >= THIS_YEAR:
            break
        year = end
    if chance.random() < 0.6:
        last = phases.pop()
        phases.append(
            Phase(
                start=last.start,
                end=None,
                stage=last.stage,
                model=last.model,
                reason=last.reason,
                no_stage_reason=last.no_stage_reason,
            )
        )
    return tuple(phases)


def _sources(chance: random.Random, number: int) -> tuple[Source, ...]:
    """One to four sources; every fifth document is cited by other cases too."""
    documents = [
        chance.randint(1, 20_000) if chance.random() < 0.2 else 100_000 + number * 10 + at
        for at in range(chance.randint(1, 4))
    ]
    return tuple(
        Source(
            key=f"s{at}",
            kind=SourceKind.WEB,
            title=f"Document {document}",
            year=chance.randint(1990, THIS_YEAR),
            url=f"https://example.org/{document}",
            speaker=chance.choices(SPEAKERS, SPEAKER_WEIGHTS)[0],
        )
        for at, document in enumerate(documents, start=1)
    )


def _parts(chance: random.Random) -> tuple[Part, ...]:
    keys = ("in-short", *(aspect for aspect in ASPECTS if chance.random() < 0.35))
    return tuple(
        Part(key=key, text=f"They kept a {chance.choice(WORDS)}, all of them. [@s1]") for key in keys
    )


def _illustrations(
    chance: random.Random, on_claims: Uneven, sources: tuple[Source, ...]
) -> tuple[Illustration, ...]:
    codes = dict.fromkeys(on_claims.draw(chance) for _each in range(chance.randint(1, 5)))
    return tuple(
        Illustration(
            claim=code,
            version=1,
            stance=chance.choices(STANCES, STANCE_WEIGHTS)[0],
            note=f"What the case shows: {' '.join(SPOKEN.draw(chance) for _each in range(WORDS_A_NOTE))}.",
            sources=tuple(source.key for source in chance.sample(sources, chance.randint(1, len(sources)))),
        )
        for code in codes
    )
