"""A site of real files that other processes see, with what people wrote in it."""

import pytest
from django.conf import settings as site_settings
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.models import Case, Upload
from models_taxonomy.actions import load_taxonomy
from tests.world import content, image, person, published, uploaded


@pytest.fixture
def people(
    transactional_db: None, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> list[User]:
    """Amina, a contributor, and Chiara, a moderator; with pictures and PATCHWORK_VAR of this test alone."""
    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    settings.MEDIA_ROOT = site_settings.VAR_DIR / "media"
    load_taxonomy()
    return [person("Amina"), person("Chiara", "moderator")]


@pytest.fixture
def picture(people: list[User]) -> Upload:
    """A picture that a published case shows."""
    return uploaded(by=people[0])


@pytest.fixture
def case(people: list[User], picture: Upload) -> Case:
    """A published case with a picture."""
    amina, chiara = people
    return published(content(images=(image(picture),)), by=amina, reviewer=chiara)
