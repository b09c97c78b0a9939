"""Plurals, where the database knows no grammar: the commonest endings of three languages and their kin."""

VOWELS = frozenset("aeiou")
KEPT = ("ss", "us", "is")
SHORTEST = 4


def singular_of(word: str, language: str) -> str:
    """A key that singular and plural of a regular folded word share; mostly the singular itself."""
    if len(word) < SHORTEST or not word.isascii() or language not in RULES:
        return word
    return RULES[language](word)


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > SHORTEST:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(KEPT) else word


def _french(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    return word[:-1] if word.endswith(("s", "x")) and not word.endswith("ss") else word


def _spanish(word: str) -> str:
    if word.endswith("ces"):
        return f"{word[:-3]}z"
    bare = word.removesuffix("s")
    return bare[:-1] if bare.endswith("e") and bare[-2] not in VOWELS else bare


RULES = {"en": _english, "fr": _french, "es": _spanish, "ca": _spanish, "gl": _spanish, "pt": _spanish}
