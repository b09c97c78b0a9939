"""Somebody who writes case after case through the site's own actions; noted is only what was acknowledged."""

import io
import json
import os
import sys
import time
import uuid
from dataclasses import replace
from pathlib import Path

import django

AT_MOST = 100_000
BETWEEN_ACTS = 0.1
"""Seconds of rest after each, so that what runs beside it has some of a small machine, too."""
LONGEST = 300
"""Seconds after which it stops by itself, should nobody tell it to."""


def make_people() -> None:
    """The two who write and decide."""
    from accounts.actions import add_person  # noqa: PLC0415 (Django is set up by now)
    from accounts.models import Role  # noqa: PLC0415

    add_person(name="Writer", email="writer@example.org", role=Role.MODERATOR)
    add_person(name="Reviewer", email="reviewer@example.org", role=Role.MODERATOR)


def write(log: Path, halt: Path) -> None:
    """Send and approve cases, every fifth with a picture, until the file `halt` is there."""
    from accounts.models import User  # noqa: PLC0415
    from benchmarks.synthetic import contents  # noqa: PLC0415
    from cases.actions import reviews, submissions, uploads  # noqa: PLC0415
    from cases.actions.reviews import seen_now  # noqa: PLC0415
    from cases.domain.content import Image, to_data  # noqa: PLC0415
    from cases.domain.reading import read_content  # noqa: PLC0415
    from cases.domain.vocabulary import ImageLicence  # noqa: PLC0415
    from cases.models import Case  # noqa: PLC0415
    from models_taxonomy.models import Claim  # noqa: PLC0415

    writer, reviewer = (User.objects.get(username=name) for name in ("Writer", "Reviewer"))
    with log.open("a", encoding="utf-8") as notes:
        claims = list(Claim.objects.values_list("code", flat=True))
        until = time.monotonic() + LONGEST
        for turn, synthetic in enumerate(contents(AT_MOST, claims)):
            if halt.exists() or time.monotonic() > until:
                return
            content = replace(synthetic, title=f"Case {uuid.uuid4().hex}", images=())
            picture = ""
            if turn % 5 == 0:
                picture = uploads.upload(data=_picture(turn), by=writer).name
                shown = Image(key=picture, licence=ImageLicence.CC_BY, alt="A square", author="Writer")
                content = replace(content, images=(shown,))
            # As forms and programs bring it: read once from what they typed.
            content = read_content(to_data(content))
            revision = submissions.submit(
                content=content, by=writer, submission_key=uuid.uuid4(), record=None, base=None, follows=None
            )
            reviews.approve(revision=revision, by=reviewer, seen=seen_now(revision))
            slug = Case.objects.values_list("slug", flat=True).get(pk=revision.record_id)
            notes.write(json.dumps({"hash": revision.content_hash, "slug": slug, "picture": picture}) + "\n")
            notes.flush()
            time.sleep(BETWEEN_ACTS)


def _picture(turn: int) -> bytes:
    from PIL import Image as Picture  # noqa: PLC0415

    buffer = io.BytesIO()
    Picture.new("RGB", (60, 40), (turn % 256, 90, 90)).save(buffer, "PNG")
    return buffer.getvalue()


def main() -> None:
    """`people`, or a log and a file that ends the work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if sys.argv[1] == "people":
        make_people()
    else:
        write(Path(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
