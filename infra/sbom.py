"""Writes what the deployed functions are made of, as CycloneDX 1.6: every crate with its version, licence, source and digest,
and which needs which. Usage: sbom.py FILE

Made from `cargo metadata` and Cargo.lock; the same sources give the same bytes. Tests and build tools are not in it, because
they are not deployed.
"""

import hashlib
import json
import os
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The functions are built for Linux, whatever machine writes this.
TARGETS = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]


def cargo(*arguments: str) -> str:
    command = [os.environ.get("CARGO", "cargo"), *arguments, "--locked", "--offline"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def deployed(functions: list[str]) -> set[tuple[str, str]]:
    """Name and version of every crate that is linked into a function."""
    found = set()
    chosen = [word for function in functions for word in ("--package", function)]
    for target in TARGETS:
        tree = cargo("tree", *chosen, "--target", target, "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}")
        for line in filter(None, tree.splitlines()):
            name, version = line.split()[:2]
            found.add((name, version.removeprefix("v")))
    return found


def reference(package: dict) -> str:
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package: dict, digests: dict[str, str]) -> dict:
    ours = package["source"] is None
    licence = package.get("license")
    described = {
        "type": "library" if not ours else "application",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
        "scope": "required",
    }
    if licence:
        # Older crates write a slash where SPDX writes OR.
        described["licenses"] = [{"expression": " OR ".join(one.strip() for one in licence.split("/"))}]
    if digest := digests.get(reference(package)):
        described["hashes"] = [{"alg": "SHA-256", "content": digest}]
    if repository := package.get("repository"):
        described["externalReferences"] = [{"type": "vcs", "url": repository}]
    return described


def bill() -> dict:
    functions = sorted(path.name for path in (ROOT / "functions").iterdir())
    wanted = deployed(functions)
    known = json.loads(cargo("metadata", "--format-version", "1"))
    packages = {one["id"]: one for one in known["packages"] if (one["name"], one["version"]) in wanted}
    locked = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    digests = {reference(one): one["checksum"] for one in locked if "checksum" in one}
    parts = sorted((component(one, digests) for one in packages.values()), key=lambda part: part["bom-ref"])
    needs = []
    for node in known["resolve"]["nodes"]:
        if node["id"] not in packages:
            continue
        linked = [one["pkg"] for one in node["deps"] if any(kind["kind"] is None for kind in one["dep_kinds"])]
        on = sorted(reference(packages[one]) for one in linked if one in packages)
        needs.append({"ref": reference(packages[node["id"]]), "dependsOn": on})
    version = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
    system = {"type": "application", "bom-ref": "relance", "name": "relance", "version": version}
    needs.append({"ref": "relance", "dependsOn": [f"pkg:cargo/{name}@{version}" for name in functions]})
    needs.sort(key=lambda need: need["ref"])
    digest = hashlib.sha256(json.dumps([parts, needs], sort_keys=True).encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {"component": system},
        "components": parts,
        "dependencies": needs,
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    place = Path(sys.argv[1])
    place.parent.mkdir(parents=True, exist_ok=True)
    made = bill()
    place.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{place}: {len(made['components'])} components")
