"""The bill of materials: valid, whole, and with the hashes of the locked file."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import sbom
from scripts.environment import REQUIREMENTS


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("bill") / "sbom.json"
    sbom.write(path)
    return path.read_text("utf-8")


def few_of(bill: str) -> str:
    """The bill with every eighth component: all have one shape, and the check of all takes half a minute."""
    whole = json.loads(bill)
    return json.dumps(whole | {"components": whole["components"][::8]})


def test_it_is_valid(bill: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(few_of(bill)) is None


def test_a_broken_one_would_be_noticed(bill: str) -> None:
    broken = bill.replace('"type": "library"', '"type": "book"', 1)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_it_names_every_locked_package_with_its_hashes(bill: str) -> None:
    locked = (REQUIREMENTS / "runtime.txt").read_text("utf-8")
    components = json.loads(bill)["components"]
    assert {each["name"] for each in components} == set(re.findall(r"^([a-z0-9.-]+)(?:\[|==)", locked, re.M))
    named = {
        digest["content"]
        for each in components
        for file in each["externalReferences"]
        for digest in file["hashes"]
    }
    assert named == set(re.findall(r"sha256:([0-9a-f]{64})", locked))


def test_licences_and_what_needs_what_are_those_of_the_packages(bill: str) -> None:
    data = json.loads(bill)
    django = next(each for each in data["components"] if each["name"] == "django")
    assert "BSD" in json.dumps(django["licenses"])
    needs = {each["ref"]: each.get("dependsOn", []) for each in data["dependencies"]}
    assert any(ref.startswith("pkg:pypi/sqlparse@") for ref in needs[django["bom-ref"]])
    unlicensed = [each["name"] for each in data["components"] if "licenses" not in each]
    assert len(unlicensed) < 5, unlicensed


def test_it_names_no_place_from_which_a_package_was_taken(bill: str) -> None:
    assert not re.search(r"https?://(?!cyclonedx\.org)", bill)


def test_it_goes_where_it_is_told(tmp_path: Path) -> None:
    assert sbom.write(tmp_path / "deep" / "sbom.json") > 50
