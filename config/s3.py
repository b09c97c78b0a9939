"""Pictures in a bucket: private, with short patience, and one answer for a store that is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from config.media import MediaAway

PATIENCE = Config(
    connect_timeout=3,
    read_timeout=10,
    retries={"max_attempts": 1, "mode": "standard"},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
)
"""A person waits for the answer: one more try, then the page says that it is busy."""


class PrivateS3Storage(S3Storage):
    """The storage of django-storages as this site uses it. Raises MediaAway when the store does not serve."""

    def get_default_settings(self) -> dict[str, Any]:
        """Nothing is public, nothing is signed for others, and a name is written once."""
        own = {"default_acl": None, "querystring_auth": True, "client_config": PATIENCE}
        return {**super().get_default_settings(), **own}

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with _away():
            file: File[bytes] = super()._open(name, mode)
            return file

    def _save(self, name: str, content: IO[bytes]) -> str:
        with _away():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Take a file away; one that is not there is no fault."""
        with _away():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        with _away():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder; none in one that is not there."""
        with _away():
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> datetime:
        """When a file was written."""
        with _away():
            moment: datetime = super().get_modified_time(name)
            return moment


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as fault:
        raise MediaAway(str(fault)) from fault
