"""The pages of the two texts."""

import pytest
from django.test import Client

from models_taxonomy.models import Claim, Stage


@pytest.mark.parametrize("page", ["/texts/hierarchy/", "/texts/models/"])
def test_a_stranger_reads_a_paraphrase_with_its_author(stranger: Client, page: str) -> None:
    response = stranger.get(page)
    text = response.content.decode()
    assert not response.cookies
    assert "paraphrase" in text
    assert "Michel Bauwens" in text


def test_every_stage_leads_to_its_cases(stranger: Client) -> None:
    text = stranger.get("/texts/hierarchy/").content.decode()
    for stage in Stage.objects.all():
        assert f'href="/cases/?stage={stage.number}"' in text
        assert stage.formula in text


def test_every_claim_has_its_point_and_its_page(stranger: Client) -> None:
    text = stranger.get("/texts/models/").content.decode()
    for claim in Claim.objects.all():
        assert f'id="c{claim.code}"' in text
        assert f'href="/claims/{claim.code}/"' in text
        assert f"Point {claim.ref}" in text
