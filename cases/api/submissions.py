"""Reading what a program sends for review, by the same rules as the form, and sending it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cases.actions import submissions
from cases.api.bodies import refuse_problems
from cases.api.cases import case_or_refused
from cases.api.problems import FieldProblem, Refused
from cases.api.schemas.revisions import CONFIRMED, NOTE_LIMIT
from cases.domain.content import CaseContent
from cases.domain.messages import ContentProblems, Problem
from cases.domain.reader import Reader, quoted
from cases.domain.reading import read_content
from cases.domain.uncited import uncited_paragraphs
from cases.domain.vocabulary import PART_LABELS
from cases.models import CaseRecord, Revision, Version
from cases.queries.writing import similar_cases
from models_taxonomy.queries import claims_now

LICENCE, NOT_A_TWIN, WITHOUT_SOURCES = CONFIRMED
MOST_VERSIONS = 10**9


@dataclass(frozen=True, slots=True)
class Sent:
    """What a program sent: content, a note, what it confirms, and which case it changes, "" for a new one."""

    content: CaseContent
    note: str
    confirmed: frozenset[str]
    case: str = ""
    base_version: int | None = None


def read_submission(reader: Reader) -> Sent:
    """Read a case that is sent for review; problems are noted with the reader."""
    case = reader.line("case", 100)
    version = reader.whole("base_version", 1, MOST_VERSIONS)
    if case and version is None and reader.data.get("base_version") is None:
        reader.fault(
            "base_version",
            gettext_noop("Say which version you began from: the “version” of the case you read."),
        )
    if not case and reader.data.get("base_version") is not None:
        reader.fault(
            "case", gettext_noop("Say which case you change, or leave base_version out for a new one.")
        )
    sent = read_answer(reader)
    return Sent(sent.content, sent.note, sent.confirmed, case, version)


def read_answer(reader: Reader) -> Sent:
    """Read a case that is sent again after a reviewer asked for changes."""
    note = reader.text("note", NOTE_LIMIT)
    confirmed = reader.lines("confirm", 40)
    for word in confirmed:
        if word not in CONFIRMED:
            reader.fault(
                "confirm",
                gettext_noop("“%(word)s” confirms nothing. Write licence, not_a_twin or without_sources."),
                word=quoted(word),
            )
    return Sent(_content(reader), note, frozenset(confirmed))


def send(sent: Sent, *, by: User) -> Revision:
    """Send a new case, or a change of a public one. Raises Refused, Moved and what the action refuses."""
    record, base = _ground(sent) if sent.case else (None, None)
    _ask(sent, base)
    return submissions.submit(
        content=sent.content, by=by, submission_key=uuid.uuid4(), record=record, base=base, note=sent.note
    )


def send_answer(sent: Sent, *, to: Revision, by: User) -> Revision:
    """Answer a reviewer who asked for changes. Raises as send."""
    _ask(sent, to.base, is_new=False)
    return submissions.submit(
        content=sent.content,
        by=by,
        submission_key=uuid.uuid4(),
        record=to.record,
        base=to.base,
        follows=to,
        note=sent.note,
    )


def _content(reader: Reader) -> CaseContent:
    data = reader.take("content")
    if data is None:
        reader.fault("content", gettext_noop("The content is missing. Send the whole case in it."))
        return CaseContent()
    try:
        content = read_content(data)
    except ContentProblems as refusal:
        reader.problems += [
            Problem(".".join(step for step in ("content", each.path) if step), each.message, each.params)
            for each in refusal.problems
        ]
        return CaseContent()
    _ask_who_speaks(reader, data)
    return content


def _ask_who_speaks(reader: Reader, data: object) -> None:
    """Whoever names a source says who speaks in it, as in the form; nothing is guessed."""
    sources = data.get("sources") if isinstance(data, dict) else None
    for index, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, dict) and not source.get("speaker"):
            reader.fault(
                f"content.sources.{index}.speaker",
                gettext_noop(
                    "Who speaks in this source is not said. Write organisation, researcher, press or another."
                ),
            )


def _ground(sent: Sent) -> tuple[CaseRecord, Revision]:
    """The case that is changed, and the version from which its author began."""
    case = case_or_refused(sent.case)
    version = Version.objects.filter(case=case, number=sent.base_version or 0).first()
    if version is None:
        raise Refused(
            422,
            _("The version that you began from is not public."),
            FieldProblem(
                "base_version", _("There is no such version. Read the case again, and begin from it.")
            ),
        )
    base = Revision.objects.select_related("record").get(pk=version.revision_number)
    return base.record, base


def _ask(sent: Sent, base: Revision | None, *, is_new: bool | None = None) -> None:
    """Whether it may be sent, and what the form asks about once: cases of like name, uncited paragraphs."""
    if LICENCE not in sent.confirmed:
        raise Refused(422, _("Without your agreement nothing is sent."), _unlicensed())
    problems = submissions.problems_of(sent.content, base, claims_now())
    refuse_problems(problems, below="content", status=422)
    asked = [*_twins(sent)] if (base is None if is_new is None else is_new) else []
    if WITHOUT_SOURCES not in sent.confirmed:
        asked += _uncited(sent.content, base)
    if asked:
        raise Refused(
            422, _("Look at “errors”. If all is as it should be, confirm it and send it again."), *asked
        )


def _unlicensed() -> FieldProblem:
    return FieldProblem(
        "confirm",
        _("You did not agree to the licences: text under CC BY-SA 4.0, data under CC0."),
        _("If you agree, add “licence” to “confirm”."),
    )


def _twins(sent: Sent) -> Iterable[FieldProblem]:
    if NOT_A_TWIN in sent.confirmed:
        return
    country = sent.content.places[0].country if sent.content.places else ""
    for case in similar_cases(sent.content.title, country):
        yield FieldProblem(
            "content.title",
            _("There is a case much like it: %(title)s (%(slug)s).")
            % {"title": case.title, "slug": case.slug},
            _("If it is the same, send a change of that case. If not, add “not_a_twin” to “confirm”."),
        )


def _uncited(content: CaseContent, base: Revision | None) -> Iterable[FieldProblem]:
    for found in uncited_paragraphs(content, base.read() if base else None):
        yield FieldProblem(
            f"content.parts.{found.part}",
            _("A paragraph of “%(part)s” names no source: “%(words)s”.")
            % {"part": _(PART_LABELS[found.part]), "words": found.words},
            _("Put [@key] after what a source carries, or add “without_sources” to “confirm”."),
        )
