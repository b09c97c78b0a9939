"""A picture that comes with the form of a whole case: kept, and given a row of its own."""

from django.utils.translation import gettext as _

from cases.actions import uploads
from cases.actions.refusals import TooManyUploads
from cases.domain.vocabulary import IMAGES_AT_MOST
from cases.exchange.pictures import BYTES_AT_MOST, TOO_MANY_BYTES, NotAPicture
from cases.forms.plain import IMAGE_FIELDS
from cases.forms.raw import Fields, row_numbers, with_row
from cases.models.draft import DraftForm
from cases.views.desk import Desk
from cases.views.marks import PersonRequest
from cases.views.writing_help import Helped

FIELD = "picture"
A_MEGABYTE = 1_000_000


def brings_picture(request: PersonRequest, desk: Desk) -> bool:
    """Whether the form is sent to upload a picture: by its button, or by another one with a file chosen.

    A file that somebody chose is never dropped in silence.
    """
    if desk.form != DraftForm.EDIT:
        return False
    return request.POST.get("act") == "upload" or FIELD in request.FILES


def with_picture(request: PersonRequest, fields: Fields) -> Helped:
    """Keep the picture of this request; its row stands after the others. Raises NotAllowed."""
    file = request.FILES.get(FIELD)
    if len(row_numbers(fields, "images")) >= IMAGES_AT_MOST:
        return _refused(fields, _no_more_rows())
    if file is None:
        return _refused(fields, _("No file is chosen. Choose a picture, then press “Upload this picture”."))
    if (file.size or 0) > BYTES_AT_MOST:
        return _refused(fields, _(TOO_MANY_BYTES))
    try:
        kept = uploads.upload(data=file.read(), by=request.user)
    except NotAPicture as refusal:
        return _refused(fields, _(str(refusal)))
    except TooManyUploads as refusal:
        return _refused(fields, _no_room(refusal))
    filled = with_row(fields, "images", dict.fromkeys(IMAGE_FIELDS, "") | {"key": kept.name})
    remark = _("The picture is here. Now say what is to be seen, who made it and under which licence.")
    return Helped(filled, "#images", remarks=(remark,))


def _refused(fields: Fields, why: str) -> Helped:
    return Helped(fields, refusal=why, at=FIELD)


def _no_more_rows() -> str:
    return _("A case shows at most %(limit)s images. Take one out, then upload this picture again.") % {
        "limit": IMAGES_AT_MOST
    }


def _no_room(refusal: TooManyUploads) -> str:
    return _(
        "You have %(held)s megabytes of pictures here; %(limit)s are kept for one person. A picture that no "
        "change and no draft uses is forgotten after a month. Until then, add the picture as a source."
    ) % {"held": _megabytes(refusal.held), "limit": _megabytes(refusal.at_most)}


def _megabytes(size: int) -> str:
    return f"{size / A_MEGABYTE:.1f}".removesuffix(".0")
