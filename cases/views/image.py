"""An uploaded picture, for those who may see it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cases import permissions
from cases.models.upload import large_file, small_file
from cases.queries.uploads import find_upload
from cases.views.marks import from_replicas


@from_replicas
@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture as it is shown on its own."""
    return _file(request, name, large_file(name))


@from_replicas
@require_safe
def small_image(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture as it is shown in a page."""
    return _file(request, name, small_file(name))


def _file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """The file, or 404 for whoever may not see it: as if there were none.

    Whether it may be seen is asked at every request, also of whoever has it already: a picture that was
    hidden meanwhile is gone.
    """
    found = find_upload(name)
    if found is None or not (found.is_public or permissions.may_see_upload(request.user, found.upload)):
        raise Http404
    response = _answer(request, name, file)
    if found.is_public and not request.user.is_authenticated:
        response.is_public_page = True  # type: ignore[attr-defined]
    return response


def _answer(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    etag = f'"{file}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    answer = FileResponse(default_storage.open(file), content_type="image/webp", filename=f"{name}.webp")
    answer["ETag"] = etag
    return answer
