"""Where uploaded pictures are kept: a folder, or a bucket of a store that speaks S3.

In both the site itself sends them, after asking who may see one: the bucket is private and no address of it
is ever given out. Names are random and files never change.
"""

from importlib.util import find_spec
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

KNOWN = frozenset({"endpoint", "region"})


class MediaAway(OSError):  # noqa: N818 (a state of the world, not a fault of the program)
    """The folder or the bucket of pictures could not be reached or refused its service just now."""


def media_storage(url: str) -> dict[str, object]:
    """Django's storage settings for PATCHWORK_MEDIA_URL: nothing for the folder, or `s3://bucket/folder?…`.

    Key and secret stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, never in the address. Raises
    ImproperlyConfigured with the fix.
    """
    if not url:
        return {"BACKEND": "config.durable_files.DurableFiles"}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname or parts.username or set(asked) - KNOWN:
        raise ImproperlyConfigured(
            "PATCHWORK_MEDIA_URL is not understood. Write s3://bucket?endpoint=https://host&region=name, "
            "with the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; without it they lie in a folder."
        )
    if find_spec("storages") is None:
        raise ImproperlyConfigured(
            "PATCHWORK_MEDIA_URL names a bucket, and what speaks S3 is not installed. Run: "
            "python3 -m scripts.environment s3"
        )
    return {
        "BACKEND": "config.s3.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
        },
    }
