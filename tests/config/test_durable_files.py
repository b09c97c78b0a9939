"""Uploaded files are on the disk before anybody is told so, and what is half written is taken away."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from config.durable_files import DurableFiles
from config.media import MediaAway


def test_file_and_folders_are_synced_before_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def noted(opened: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{opened}").readlink()))
        real(opened)

    monkeypatch.setattr(os, "fsync", noted)
    DurableFiles(location=tmp_path).save("images/a.webp", ContentFile(b"picture"))
    assert synced == [str(tmp_path / "images/a.webp"), str(tmp_path / "images"), str(tmp_path)]


def test_a_folder_that_does_not_serve_is_away_and_a_file_that_is_missing_is_missing(tmp_path: Path) -> None:
    folder, no_folder = DurableFiles(location=tmp_path), DurableFiles(location=__file__)
    for act in (lambda: no_folder.save("a.webp", ContentFile(b"x")), lambda: no_folder.open("a.webp")):
        with pytest.raises(MediaAway):
            act()
    with pytest.raises(FileNotFoundError):
        folder.open("a.webp")


def test_what_the_disk_did_not_take_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_opened: int) -> None:
        raise OSError(errno.EIO, "the disk does not answer")

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(OSError, match="does not answer"):
        DurableFiles(location=tmp_path).save("images/a.webp", ContentFile(b"picture"))
    assert list((tmp_path / "images").iterdir()) == []
