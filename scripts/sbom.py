"""`make sbom`: what the running site is made of, as a CycloneDX bill of materials in `var/sbom.json`.

Names, versions and hashes are those of the locked file; licences and what needs what are those of the
packages as they are installed.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.environment import REQUIREMENTS, ROOT, enter, say

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component
    from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression

PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NEEDED = re.compile(r"^[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Pinned:
    """A package of the locked file. Each of the hashes is that of one of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pinned(text: str) -> list[Pinned]:
    """The packages of a locked file."""
    found = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        pin = PIN.match(block)
        if pin:
            found.append(Pinned(pin[1], pin[2], tuple(HASH.findall(block))))
    return found


def bill_of_materials(packages: list[Pinned]) -> Bom:
    """The bill: the site, made of these packages."""
    from cyclonedx.model.bom import Bom  # noqa: PLC0415 (part of the dev set)
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415
    from cyclonedx.model.license import LicenseExpression  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    site = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        licenses=[LicenseExpression(project["license"])],
    )
    bom = Bom()
    bom.metadata.component = site
    components = {package.name: _component(package) for package in packages}
    bom.components.update(components.values())
    bom.register_dependency(site, components.values())
    for name, component in components.items():
        bom.register_dependency(component, [components[each] for each in _needs(name) if each in components])
    return bom


def _component(package: Pinned) -> Component:
    from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri  # noqa: PLC0415
    from cyclonedx.model.component import Component  # noqa: PLC0415
    from packageurl import PackageURL  # noqa: PLC0415

    purl = PackageURL("pypi", None, package.name, package.version)
    # A package is several files, for several machines, and each has its hash.
    files = [
        ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(str(purl)),
            comment=f"file {number}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        )
        for number, digest in enumerate(package.hashes, start=1)
    ]
    return Component(
        name=package.name,
        version=package.version,
        bom_ref=str(purl),
        purl=purl,
        licenses=_licences(package.name),
        external_references=files,
    )


def _licences(name: str) -> list[DisjunctiveLicense | LicenseExpression]:
    """What the installed package says of its licence; nothing of one that this machine does not need."""
    from cyclonedx.contrib.license.factories import LicenseFactory  # noqa: PLC0415

    try:
        found = metadata.metadata(name).json
    except metadata.PackageNotFoundError:
        return []
    classified = (each.rsplit(" :: ", 1)[-1] for each in found.get("classifier", []) if "License" in each)
    said = str(found.get("license_expression") or next(classified, "") or found.get("license", "")).strip()
    return [LicenseFactory().make_from_string(said.splitlines()[0][:100])] if said else []


def _needs(name: str) -> set[str]:
    """The names of the packages that an installed package needs, extras left out."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return set()
    needed = (NEEDED.match(line) for line in lines if "extra ==" not in line)
    return {re.sub(r"[-_.]+", "-", found[0]).lower() for found in needed if found}


def write(path: Path) -> int:
    """Write the bill of the locked runtime set; return of how many packages."""
    from cyclonedx.output.json import JsonV1Dot6  # noqa: PLC0415

    packages = pinned((REQUIREMENTS / "runtime.txt").read_text("utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(JsonV1Dot6(bill_of_materials(packages)).output_as_string(indent=1) + "\n", "utf-8")
    return len(packages)


def main() -> None:
    """Write it to the named file, `var/sbom.json` without a name."""
    enter("scripts.sbom", "dev", sys.argv[1:])
    path = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "var" / "sbom.json")
    say(f"{path} names {write(path)} packages")


if __name__ == "__main__":
    main()
