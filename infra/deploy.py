"""Deploys what `make build` built, with the settings of one stage in samconfig.toml. Usage: deploy.py STAGE ARCHITECTURE

First makes the key that seals links, once: without it no link could be made or checked (R5.1, R5.2). Last opens the account
of the company, once, and gives its owner the first sign-in link: by mail, or here with the reason why not.
"""

import base64
import json
import os
import secrets
import subprocess
import sys
import tomllib
from pathlib import Path

import boto3

ROOT = Path(__file__).resolve().parent.parent


def make_seal_key(stage: str, region: str) -> None:
    """A list of live keys, newest first, each `id.key` in base64url; put a second one in front to rotate."""
    name = f"/relance/{stage}/seal"
    key = "k1." + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    parameters = boto3.client("ssm", region_name=region)
    try:
        parameters.put_parameter(Name=name, Type="SecureString", Value=json.dumps([key]), Overwrite=False)
        print(f"made {name}, the key that seals links")
    except parameters.exceptions.ParameterAlreadyExists:
        pass


def main(stage: str, architecture: str) -> int:
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text()).get(stage)
    if settings is None:
        sys.exit(f"no stage `{stage}` in samconfig.toml")
    region = os.environ.get("AWS_REGION") or settings["global"]["parameters"]["region"]
    make_seal_key(stage, region)
    # Overrides on the command line replace those of the file as a whole, so they are repeated here.
    overrides = [*settings["deploy"]["parameters"]["parameter_overrides"], f"Architecture={architecture}"]
    sam = Path(sys.executable).with_name("sam")
    command = [sam, "deploy", "--config-env", stage, "--region", region, "--parameter-overrides", *overrides]
    deployed = subprocess.run(command, cwd=ROOT, check=False).returncode
    if deployed == 0:
        welcome(stage, region)
    return deployed


def welcome(stage: str, region: str) -> None:
    """By the operator's program, as RELANCE_PROGRAM names it or built here. The stage is deployed, whatever comes of it."""
    built = ["cargo", "run", "--locked", "--quiet", "--features", "aws", "--"]
    program = [os.environ["RELANCE_PROGRAM"]] if "RELANCE_PROGRAM" in os.environ else built
    told = subprocess.run(
        [*program, "welcome", "--stage", stage], cwd=ROOT, env={**os.environ, "AWS_REGION": region}, check=False
    )
    if told.returncode != 0:
        print(f"the stage is deployed; repeat what failed with `relance welcome --stage {stage}`", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
