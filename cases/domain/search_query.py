"""What a reader typed into the search, read once for all who search.

Words must all be there; `OR` stands between two of which one is enough; `NOT` or a hyphen before a word
leaves cases out; words in quotation marks stand together, just as they are written; a star at the end
finds longer words; parentheses hold together. Any text is read as something: what cannot be meant is
left out, and a note says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.domain.messages import noop as _
from cases.domain.search_words import words_of

CHARACTERS_READ = 1000
TERMS_AT_MOST = 16
DEPTH_AT_MOST = 8
PREFIX_AT_LEAST = 2

QUOTES = '"“”„«»'
MINUSES = "-−–"
AND, OR, NOT = "AND", "OR", "NOT"

TOO_LONG = _("Only the beginning of this search was read. Search for fewer words.")
NO_WORDS = _("There is no word in this search. Write a word with letters or digits.")
SHORT_PREFIX = _("A star needs two letters before it. It was left out.")
OPEN_QUOTE = _("A quotation mark is not closed. It was left out.")
PARENTHESES = _("The parentheses do not fit together. Those that do not were left out.")
OPERATOR = _("AND, OR and NOT stand before a word. One that does not was left out.")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, mostly one. `is_prefix`: the last one may go on.

    `is_exact`: the words are meant as they are written, and no other form of them. `span` is where the term
    stands in the text.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    is_exact: bool = False
    span: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Every:
    """All of these must be found."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of these must be found."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """This must not be found."""

    part: "Node"


Node = Term | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A search as it was read. `root` None: there is nothing to look for."""

    text: str
    root: Node | None
    notes: tuple[str, ...] = ()

    @property
    def sought(self) -> tuple[Term, ...]:
        """The terms that a case is found by, in their order."""
        return tuple(_sought(self.root)) if self.root else ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, also those by which cases are left out."""
        return tuple(_terms(self.root)) if self.root else ()

    def replacing(self, words: dict[str, str]) -> str:
        """The text with other words in the place of these; marks and operators stay."""
        text = self.text
        for term in reversed(self.sought):
            if len(term.words) == 1 and term.words[0] in words:
                start, end = term.span
                text = text[:start] + words[term.words[0]] + text[end:]
        return text


def parse(text: str) -> Query:
    """Read what a reader typed; any text at all."""
    read = text[:CHARACTERS_READ]
    notes = dict.fromkeys([TOO_LONG] if len(text) > len(read) else [])
    tokens = list(_tokens(read, notes))
    places = [place for place, token in enumerate(tokens) if isinstance(token, Term)]
    if len(places) > TERMS_AT_MOST:
        notes[TOO_LONG] = None
        tokens = tokens[: places[TERMS_AT_MOST]]
    root = _Parser(tokens, notes).whole()
    if root is None and text.strip():
        notes = {NO_WORDS: None}
    return Query(read, root, tuple(notes))


def words_apart(node: Node) -> Node:
    """The search with the words of its phrases anywhere in the text."""
    match node:
        case Term(words, is_prefix) if len(words) > 1:
            whole = [Term((word,), is_exact=True) for word in words[:-1]]
            return Every((*whole, Term(words[-1:], is_prefix=is_prefix, is_exact=not is_prefix)))
        case Term():
            return node
        case Every(parts):
            return Every(tuple(map(words_apart, parts)))
        case Either(parts):
            return Either(tuple(map(words_apart, parts)))
        case Without(part):
            return Without(words_apart(part))


def _sought(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Every | Either):
        for part in node.parts:
            yield from _sought(part)


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Without):
        yield from _terms(node.part)
    else:
        for part in node.parts:
            yield from _terms(part)


Notes = dict[str, None]
Token = Term | str
"""A term, an operator or a parenthesis."""


def _tokens(text: str, notes: Notes) -> Iterator[Token]:
    at = 0
    while at < len(text):
        character = text[at]
        if character in QUOTES and (end := _closing_quote(text, at + 1)):
            yield from _term(text, at + 1, end, is_exact=True, notes=notes)
            at = end + 1
        elif character in QUOTES:
            notes[OPEN_QUOTE] = None
            at += 1
        elif character in "()":
            yield character
            at += 1
        elif character in MINUSES and _begins_here(text, at):
            yield NOT
            at += 1
        elif character.isspace():
            at += 1
        else:
            end = _end_of_run(text, at)
            if text[at:end] in {AND, OR, NOT}:
                yield text[at:end]
            else:
                yield from _term(text, at, end, is_exact=False, notes=notes)
            at = end


def _closing_quote(text: str, at: int) -> int:
    """Where the next quotation mark stands; 0 for nowhere."""
    return next((place for place in range(at, len(text)) if text[place] in QUOTES), 0)


def _begins_here(text: str, at: int) -> bool:
    """Whether a hyphen stands before a word and after none."""
    is_free = at == 0 or text[at - 1].isspace() or text[at - 1] == "("
    return is_free and at + 1 < len(text) and not text[at + 1].isspace()


def _end_of_run(text: str, at: int) -> int:
    ends = (place for place in range(at, len(text)) if text[place].isspace() or text[place] in QUOTES + "()")
    return next(ends, len(text))


def _term(text: str, start: int, end: int, *, is_exact: bool, notes: Notes) -> Iterator[Term]:
    words = tuple(words_of(text[start:end]))
    if not words:
        return
    is_prefix = not is_exact and text[end - 1] == "*"
    if is_prefix and words[-1].isascii() and len(words[-1]) < PREFIX_AT_LEAST:
        notes[SHORT_PREFIX] = None
        is_prefix = False
    # Of a word with signs in it, such as co-op, the pieces stand together.
    yield Term(words, is_prefix, is_exact or len(words) > 1, (start, end))


class _Parser:
    """Reads tokens by recursive descent, from `whole` down to single terms."""

    def __init__(self, tokens: list[Token], notes: Notes) -> None:
        self.tokens = tokens
        self.notes = notes
        self.at = 0
        self.depth = 0

    def whole(self) -> Node | None:
        """Everything, also what follows a parenthesis that nothing opened."""
        parts = []
        while self.at < len(self.tokens):
            parts.append(self._either())
            if self.at < len(self.tokens):
                self.at += 1
                self.notes[PARENTHESES] = None
        return _joined(Every, parts)

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _either(self) -> Node | None:
        parts = [self._every()]
        while self._next() == OR:
            self.at += 1
            following = self._every()
            if parts[-1] is None or following is None:
                self.notes[OPERATOR] = None
            parts.append(following)
        return _joined(Either, parts)

    def _every(self) -> Node | None:
        parts: list[Node | None] = []
        while (token := self._next()) not in {None, OR, ")"}:
            if token == AND:
                self.at += 1
                if not parts or self._next() in {None, OR, AND, ")"}:
                    self.notes[OPERATOR] = None
            else:
                parts.append(self._one())
        return _joined(Every, parts)

    def _one(self) -> Node | None:
        token = self._next()
        self.at += 1
        if isinstance(token, Term):
            return token
        if token == NOT:
            return self._without()
        return self._held_together()

    def _without(self) -> Node | None:
        is_double = False
        while self._next() == NOT:
            self.at += 1
            is_double = not is_double
        if self._next() in {None, AND, OR, ")"}:
            self.notes[OPERATOR] = None
            return None
        part = self._one()
        return part if part is None or is_double else Without(part)

    def _held_together(self) -> Node | None:
        """What stands in parentheses; of those too deep, what stands in them stands by itself."""
        self.depth += 1
        if self.depth > DEPTH_AT_MOST:
            self.notes[PARENTHESES] = None
            self.depth -= 1
            return None
        inner = self._either()
        self.depth -= 1
        if self._next() == ")":
            self.at += 1
        else:
            self.notes[PARENTHESES] = None
        return inner


def _joined(kind: type[Every] | type[Either], parts: list[Node | None]) -> Node | None:
    there = tuple(part for part in parts if part is not None)
    return kind(there) if len(there) > 1 else (there[0] if there else None)
