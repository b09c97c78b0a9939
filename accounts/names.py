"""Names of people: how they are normalised, which are refused, and which look alike.

Two names collide when they read alike with case ignored (`skeleton`), or look alike as they are written
(`shape`): the Cyrillic “ВОВА” reads “вова” but looks like “BOBA”. Both follow the idea of Unicode
Technical Standard 39; the table of look-alikes is that of the confusable-homoglyphs package.
"""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import categories
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 2, 40
LONGEST_LIKENESS = 200
# Polytonic Greek sets three accents on one letter; no living script needs more.
MOST_ACCENTS = 3
MARKS = frozenset(" -_'.")
RESERVED = frozenset(
    {
        "a former contributor", "account", "admin", "administrator", "anonymous", "api", "casebook",
        "casebook editor", "contributor", "deleted", "editor", "former contributor", "guest", "help", "me",
        "moderator", "moderators", "nobody", "null", "patchwork", "patchwork editor", "patchwork team",
        "postmaster", "review", "reviewer", "root", "security", "settings", "staff", "steward", "stewards",
        "support", "sysop", "system", "undefined", "webmaster", "well-known",
    }
)  # fmt: skip
# Letters and accents that are drawn as nothing, besides the variation selectors.
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
# Scripts that are written together. Latin stands beside any one other, except those that look like it.
WRITTEN_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"HAN", "HANGUL", "LATIN"}),
    frozenset({"HAN", "BOPOMOFO", "LATIN"}),
)
TOO_LIKE_LATIN = frozenset({"CYRILLIC", "GREEK"})
# What the table leaves apart: a dot or a gap is easily overlooked.
LATIN_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "m": "rn", "w": "vv"})
# The table brackets right-to-left characters with direction marks.
DIRECTION_MARK = "\u200e"


def normalise_name(name: str) -> str:
    """Return the name with NFKC characters, straight apostrophes and single spaces, trimmed."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").split())


def skeleton(name: str) -> str:
    """Return what the name reads like: case, accents and marks ignored, look-alikes made one."""
    return _likeness(normalise_name(name).casefold())


def shape(name: str) -> str:
    """Return what the name looks like in the capitals and small letters it is written in."""
    return _likeness(normalise_name(name))


def is_reserved(name: str) -> bool:
    """Whether the name, or one that looks like it, belongs to the site."""
    return not {skeleton(name), shape(name)}.isdisjoint(_reserved_likenesses())


def problems_of_name(name: str) -> list[str]:
    """Return what must be mended before this name can be taken; empty when it may."""
    name = normalise_name(name)
    problems = []
    if not SHORTEST <= len(name) <= LONGEST:
        problems.append(_("The name has too few or too many characters. Use 2 to 40."))
    if not all(_is_allowed(character) for character in name):
        problems.append(
            _("The name holds a character that names cannot have. Use letters, digits, spaces and - _ ' .")
        )
    elif name and (name[0] in MARKS or name[-1] in MARKS):
        problems.append(_("The name begins or ends with a mark. Begin and end it with a letter or a digit."))
    if re.search(r"[ \-_'.]{3}", name) or _stacks_accents(name):
        problems.append(_("The name stacks marks or accents. Use fewer of them."))
    if _mixes_scripts(name):
        problems.append(_("The name mixes alphabets. Use letters of one alphabet."))
    if is_reserved(name):
        problems.append(_("This name is reserved. Choose another."))
    return problems


def _is_allowed(character: str) -> bool:
    if character in INVISIBLE or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000":
        return False
    category = unicodedata.category(character)
    return character in MARKS or category[0] == "L" or category in {"Nd", "Mn", "Mc"}


def _stacks_accents(name: str) -> bool:
    """Whether accents pile up on one letter, or stand on no letter at all."""
    run = MOST_ACCENTS
    for character in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.combining(character) else MOST_ACCENTS * (character in MARKS)
        if run > MOST_ACCENTS:
            return True
    return False


def _mixes_scripts(name: str) -> bool:
    scripts = {categories.alias(character) for character in name if character.isalpha()}
    scripts -= {"COMMON", "INHERITED"}
    if len(scripts) < 2 or any(scripts <= together for together in WRITTEN_TOGETHER):
        return False
    return len(scripts - {"LATIN"}) > 1 or not scripts.isdisjoint(TOO_LIKE_LATIN)


def _likeness(text: str) -> str:
    bare = [character for character in unicodedata.normalize("NFKD", text) if not _is_accent(character)]
    alike = "".join(_prototype(character) for character in bare if character not in MARKS)
    return alike.casefold().translate(LATIN_TWINS)[:LONGEST_LIKENESS]


def _is_accent(character: str) -> bool:
    """Whether a mark only colours its letter. Vowel signs, viramas and voicing marks make another letter."""
    position = unicodedata.combining(character)
    return position == 1 or 10 <= position <= 35 or position >= 200


@cache
def _prototype(character: str) -> str:
    """Return the look-alike that stands for all: the Latin one, else the first in Unicode.

    The table links each character with the one that it resembles most; the others are one step further.
    A character that looks like a mark stands for nothing, as marks do.
    """
    if character.isascii():
        return character
    table = _table_of_look_alikes()
    near = {character, *table.get(character, ())}
    alike = near.union(*(table.get(other, ()) for other in near))
    plain = sorted(other for other in alike if other.isascii())
    letters = [other for other in plain if other.isalnum()]
    if plain:
        return letters[-1] if letters else ""
    return min(other for other in alike if len(other) == 1)


@cache
def _table_of_look_alikes() -> dict[str, tuple[str, ...]]:
    # Loaded by the first name that somebody chooses: it takes seven megabytes, and most processes see none.
    from confusable_homoglyphs import confusables  # noqa: PLC0415

    return {
        character.strip(DIRECTION_MARK): tuple(_without_accents(row["c"]) for row in rows)
        for character, rows in confusables.confusables_data.items()
    }


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.strip(DIRECTION_MARK))
    return "".join(letter for letter in letters if not _is_accent(letter))


@cache
def _reserved_likenesses() -> frozenset[str]:
    return frozenset(skeleton(word) for word in RESERVED)
