"""Names of people: how they are normalised, which are refused, and which look alike.

The skeleton follows the idea of Unicode Technical Standard 39: two names with one skeleton look alike.
The table of look-alikes is that of the confusable-homoglyphs package.
"""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import categories, confusables
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 40
RESERVED = frozenset(
    {
        "admin", "administrator", "anonymous", "api", "casebook", "casebook editor", "contributor", "deleted",
        "editor", "former contributor", "a former contributor", "guest", "help", "me", "moderator",
        "moderators", "nobody", "null", "patchwork", "review", "reviewer", "root", "security", "settings",
        "staff", "steward", "stewards", "support", "system", "undefined", "webmaster", "well-known",
    }
)  # fmt: skip
MARKS = " -_'’."


def normalise_name(name: str) -> str:
    """Return the name with NFKC characters and single spaces, without spaces around it."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def skeleton(name: str) -> str:
    """Return what the name looks like: look-alikes replaced by one of them, no accents, case or spaces."""
    folded = unicodedata.normalize("NFKD", normalise_name(name).casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    letters = "".join(_prototype(character) for character in bare if character.isalnum())
    return letters.casefold()[:200]


def problems_of_name(name: str) -> list[str]:
    """Return what must be mended before this name can be taken; empty when it may."""
    name = normalise_name(name)
    problems: list[object] = []
    if not SHORTEST <= len(name) <= LONGEST:
        problems.append(_("The name has too few or too many characters. Use 2 to 40."))
    if not all(_is_allowed(character) for character in name):
        problems.append(_("The name holds a character that names cannot have. Use letters, digits, spaces and - _ ' ."))
    elif name and not (name[0].isalnum() and (name[-1].isalnum() or unicodedata.combining(name[-1]) or name[-1] == ".")):
        problems.append(_("The name begins or ends with a mark. Begin and end it with a letter or a digit."))
    if re.search(r"[ \-_'’.]{3}", name) or _stacked_marks(name):
        problems.append(_("The name stacks marks. Use fewer of them."))
    if _mixes_scripts(name):
        problems.append(_("The name mixes alphabets. Use letters of one alphabet."))
    if is_reserved(name):
        problems.append(_("This name is reserved. Choose another."))
    return [str(problem) for problem in problems]


def is_reserved(name: str) -> bool:
    """Whether the name, or one that looks like it, belongs to the site."""
    return skeleton(name) in _reserved_skeletons()


@cache
def _reserved_skeletons() -> frozenset[str]:
    return frozenset(skeleton(word) for word in RESERVED)


@cache
def _prototype(character: str) -> str:
    """The look-alike that stands for all: the first Latin letter or digit among them, else itself."""
    digits = {"0": "o", "1": "l", "i": "l", "|": "l", "3": "3", "5": "5"}
    if character in digits:
        return digits[character]
    if character.isascii():
        return character
    for row in confusables.confusables_data.get(character, []):
        plain = unicodedata.normalize("NFKD", row["c"].casefold())
        if plain.isascii() and plain.isalnum():
            return "".join(digits.get(letter, letter) for letter in plain)
    return character


def _is_allowed(character: str) -> bool:
    return character in MARKS or unicodedata.category(character)[0] in {"L", "N"} or _is_accent(character)


def _is_accent(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc"} and not "\ufe00" <= character <= "\ufe0f"


def _stacked_marks(name: str) -> bool:
    run = 0
    for character in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > 3:
            return True
    return False


def _mixes_scripts(name: str) -> bool:
    scripts = {categories.alias(character) for character in name if character.isalpha()} - {"COMMON", "INHERITED"}
    together = ({"HAN", "HIRAGANA", "KATAKANA"}, {"HAN", "HANGUL"}, {"HAN", "BOPOMOFO"})
    return len(scripts) > 1 and not any(scripts <= joined for joined in together)
