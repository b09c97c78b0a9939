"""What several of the tests of the whole project need."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as they are served: joined, hashed and compressed."""
    root = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "config.staticfiles.PatchworkStaticFilesStorage"}
    with override_settings(STATIC_ROOT=root, STORAGES={"staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root
