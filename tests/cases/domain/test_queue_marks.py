"""What marks a waiting change carries in the queue."""

import pytest

from cases.domain.content import CaseContent
from cases.domain.queue_marks import marks_of
from cases.domain.vocabulary import Stance
from tests.world import content, illustration, source


@pytest.mark.parametrize(
    ("base", "after", "marks"),
    [
        (None, content(), {"topic:new-case", "claim:3c"}),
        (content(), content(summary="S."), {"topic:text"}),
        (content(), content(parts=()), {"topic:text"}),
        (content(), content(phases=()), {"topic:stage-or-model"}),
        (content(), content(tags=()), {"topic:other"}),
        (content(), content(sources=(source(title="x"),)), {"topic:sources"}),
        (content(), content(illustrations=()), {"topic:placements", "claim:3c"}),
        (
            content(),
            content(title="G", illustrations=(illustration(stance=Stance.PARTLY), illustration("3f"))),
            {"topic:text", "topic:placements", "claim:3c", "claim:3f"},
        ),
    ],
)
def test_the_marks_of_a_change(base: CaseContent | None, after: CaseContent, marks: set[str]) -> None:
    assert marks_of(base, after) == marks | {"language:en"}


def test_the_language_is_the_one_that_the_case_would_have() -> None:
    assert "language:es" in marks_of(content(), content(language="es"))
