"""The real template deployed onto the emulator with the real functions, and what people and tools do with it.

The journeys themselves are in `journeys`.
"""

import base64
import hashlib
import hmac
import html
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import boto3
from emulator import REGION, ROOT, Emulator

STACK = "relance-dev"
ORGANIZATION = "acme"
SENDER = "survey@example.com"


@dataclass
class Answer:
    """What came back over HTTP."""

    status: int
    text: str

    def json(self) -> dict:
        return json.loads(self.text)


class Deployed:
    """One stage, deployed."""

    def __init__(self, emulator: Emulator, work: Path, binaries: Path) -> None:
        self.emulator, self.work, self.binaries = emulator, work, binaries
        self.api_id = self.api_key = ""
        os.environ.update({k: v for k, v in emulator.environment.items() if k.startswith("AWS_")})
        self.sqs, self.sns = self.client("sqs"), self.client("sns")
        self.functions = sorted(path.name for path in (ROOT / "functions").iterdir())
        self._unpack()

    def client(self, service: str):
        return boto3.client(service, region_name=REGION, endpoint_url=self.emulator.url)

    # ---- Deploying -------------------------------------------------------------------------------------------------

    def _unpack(self) -> None:
        """The template beside the functions as `make build` lays them out, in a folder of this run."""
        shutil.copytree(ROOT / "infra", self.work / "infra")
        settings = (ROOT / "samconfig.toml").read_text()
        # One mail a second is what a sandbox allows; here it would only make the tests wait.
        # Budgets are a kind of resource that the emulator does not know.
        ours = '"LogLevel=info",\n  "MonthlySpendLimit=0",\n  "MaxSendRate=50",'
        self.settings = settings.replace('"LogLevel=debug",', ours)
        (self.work / "samconfig.toml").write_text(self.settings)
        for function in self.functions:
            place = self.work / "target/lambda" / function
            place.mkdir(parents=True)
            bootstrap = place / "bootstrap"
            subprocess.run(["strip", "-o", bootstrap, self.binaries / function], check=True)
            bootstrap.chmod(0o755)

    def deploy(self, **parameters: str) -> None:
        """`make deploy` without its build; `parameters` differ from those of samconfig.toml."""
        changed = "".join(f'\n  "{name}={value}",' for name, value in parameters.items())
        text = self.settings.replace('"MaxSendRate=50",', f'"MaxSendRate=50",{changed}')
        (self.work / "samconfig.toml").write_text(text)
        machine = {"aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
        command = [sys.executable, self.work / "infra/deploy.py", "dev", machine]
        done = subprocess.run(
            command,
            env={**self.emulator.environment, "RELANCE_PROGRAM": str(self.binaries / "relance")},
            capture_output=True, text=True, check=False, timeout=600
        )
        (self.work / "deploy.log").write_text(done.stdout + done.stderr)
        if done.returncode != 0:
            raise RuntimeError(f"the deployment failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
        self.outputs = {
            output["OutputKey"]: output["OutputValue"]
            for output in self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
        }
        self._mend_what_the_emulator_misreads()
        self.base_url = self.outputs["ApiUrl"]
        self.api_id = urllib.parse.urlsplit(self.base_url).hostname.split(".")[0]

    def _mend_what_the_emulator_misreads(self) -> None:
        """CloudFormation hands a number parameter over as text; AWS reads it as a number, the emulator does not."""
        functions = self.client("lambda")
        for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
            if cap := mapping.get("ScalingConfig", {}).get("MaximumConcurrency"):
                scaling = {"MaximumConcurrency": int(cap)}
                functions.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig=scaling)

    def revise_functions(self) -> None:
        """The same functions as another build of them: their packages have other bytes."""
        for function in self.functions:
            (self.work / "target/lambda" / function / "revision").write_text(datetime.now().isoformat())

    # ---- The operator ----------------------------------------------------------------------------------------------

    def relance(self, *arguments: str, fails: bool = False) -> str:
        """One of the operator's commands, with the operator's own credentials."""
        done = subprocess.run(
            [self.binaries / "relance", *arguments],
            env=self.emulator.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if (done.returncode != 0) != fails:
            raise RuntimeError(f"relance {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def carry_out(self, script: str) -> str:
        """A script of the operator's, with the program, the AWS CLI and curl as they would reach a real stack."""
        tools, outputs = self.work / "bin", self.work / "outputs.json"
        tools.mkdir(exist_ok=True)
        outputs.write_text(json.dumps(self.outputs))
        host = f"{self.api_id}.execute-api.localhost:{self.emulator.port}"
        commands = {
            "relance": f'#!/bin/bash\nexec "{self.binaries / "relance"}" "$@"\n',
            # The one question that the guide asks of it.
            "aws": f"#!{sys.executable}\nimport json, re, sys\n"
            'assert sys.argv[1:3] == ["cloudformation", "describe-stacks"], sys.argv\n'
            f"""print(json.load(open("{outputs}"))[re.search("OutputKey=='(.*?)'", " ".join(sys.argv)).group(1)])\n""",
            # The API's own name leads to the emulator.
            # In variables, because a pattern that is written out ends at its first slash.
            "curl": f'#!/bin/bash\napi={self.base_url} emulator={self.emulator.url}\n'
            f'exec "{shutil.which("curl")}" -H "Host: {host}" "${{@/#$api/$emulator}}"\n',
        }
        for name, text in commands.items():
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)
        environment = {**self.emulator.environment, "PATH": f"{tools}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-u"], input=script, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        return done.stdout + done.stderr

    # ---- A restore of the core table, which the emulator cannot do by itself --------------------------------------------

    def back_up_core(self) -> list[dict]:
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.outputs["CoreTableName"])
        return [item for page in pages for item in page["Items"]]

    def restore_core(self, items: list[dict], name: str) -> None:
        """Beside the present table, as `restore-table-to-point-in-time` leaves it."""
        dynamodb = self.client("dynamodb")
        present = dynamodb.describe_table(TableName=self.outputs["CoreTableName"])["Table"]
        indexes = [
            {key: index[key] for key in ("IndexName", "KeySchema", "Projection")}
            for index in present["GlobalSecondaryIndexes"]
        ]
        dynamodb.create_table(
            TableName=name,
            KeySchema=present["KeySchema"],
            AttributeDefinitions=present["AttributeDefinitions"],
            GlobalSecondaryIndexes=indexes,
            BillingMode="PAY_PER_REQUEST",
        )
        for item in items:
            dynamodb.put_item(TableName=name, Item=item)

    def open_account(self) -> None:
        told = self.relance(
            *("api-key", "create", "--stage", "dev", "--organization", ORGANIZATION),
            *("--company", "Plomberie Boréale", "--sender", SENDER, "--language", "en"),
        )
        self.api_key = told.removeprefix("api key: ").strip()

    # ---- HTTP, as the world sees it ----------------------------------------------------------------------------------

    def call(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None) -> Answer:
        host = f"{self.api_id}.execute-api.localhost:{self.emulator.port}"
        request = urllib.request.Request(
            self.emulator.url + path, data=body, method=method, headers={"Host": host, **(headers or {})}
        )
        opener = urllib.request.build_opener(NoRedirects)
        try:
            with opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, answer.read().decode())

    def api(self, method: str, path: str, body: dict | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.api_key}"}
        if body is not None:
            headers["Content-Type"] = "application/json" if method == "POST" else "application/merge-patch+json"
        return self.call(method, f"/v1{path}", json.dumps(body).encode() if body is not None else None, headers)

    def made(self, path: str, body: dict) -> dict:
        answer = self.api("POST", path, body)
        assert answer.status == 201, f"{path}: {answer.status} {answer.text}"
        return answer.json()

    def changed(self, path: str, body: dict) -> dict:
        answer = self.api("PATCH", path, body)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text}"
        return answer.json()

    def items(self, path: str) -> list[dict]:
        answer = self.api("GET", path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text}"
        return answer.json()["items"]

    # ---- A company's tool --------------------------------------------------------------------------------------------

    def connect(self, connection: str) -> None:
        """A connection whose events are signed by Standard Webhooks."""
        self.secret = "whsec_" + base64.b64encode(os.urandom(32)).decode()
        body = {"id": connection, "name": connection, "kind": "standard", "secrets": [self.secret]}
        self.hook = self.made("/connections", body)["id"]  # something minted follows the name

    def finish_task(self, task: str, kind: str, address: str, language: str = "en") -> Answer:
        """A signed event: a task was finished for a customer."""
        event = {
            "event_id": f"evt-{task}",
            "type": "task.state_changed",
            "occurred_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "task": {"id": task, "type": kind, "state": {"code": "600"}},
            "customer": {"first_name": "Lea", "email": address, "language": language},
            "agent": {"name": "Sam"},
        }
        body = json.dumps(event).encode()
        return self.call("POST", f"/hooks/{self.hook}", body, self.signed(event["event_id"], body))

    def signed(self, identity: str, body: bytes) -> dict:
        at = str(int(time.time()))
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        mac = hmac.new(key, f"{identity}.{at}.".encode() + body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "webhook-id": identity,
            "webhook-timestamp": at,
            "webhook-signature": "v1," + base64.b64encode(mac).decode(),
        }

    # ---- Mails and what people do with them --------------------------------------------------------------------------

    def mails(self, address: str) -> list[dict]:
        """What SES was handed for one address, oldest first."""
        url = f"{self.emulator.url}/_ministack/ses/messages"
        answer = json.loads(urllib.request.urlopen(url, timeout=30).read())
        messages = (message for account in answer["messages"].values() for message in account)
        return [message for message in messages if address in message["To"]]

    def mail(self, address: str, seconds: float = 150) -> dict:
        return wait_until(lambda: self.mails(address), f"a mail to {address}", seconds)[0]

    def link(self, mail: dict, first: str) -> str:
        """Path of the first link of a mail that leads to `/s/` or `/u/`."""
        found = re.search(rf"{re.escape(self.base_url)}({first}[^\"'\s<>?\\]+)", html.unescape(json.dumps(mail)))
        assert found, f"no {first} link in {json.dumps(mail)[:2000]}"
        return found.group(1)

    def answer(self, path: str, **controls: str) -> Answer:
        body = urllib.parse.urlencode(controls).encode()
        return self.call("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    # ---- What AWS does by itself -------------------------------------------------------------------------------------

    def report(self, kind: str, send: str, address: str, attempt: int = 1) -> None:
        """Publishes what SES would: an event of `kind` about one mail, to the topic of the configuration set."""
        sample = json.loads((ROOT / f"events/record-delivery/{kind.lower()}.json").read_text())
        envelope = json.loads(sample["Records"][0]["body"])
        event = json.loads(envelope["Message"].replace("lea@example.com", address))
        tags = {"relance-organization": ORGANIZATION, "relance-send": send, "relance-attempt": str(attempt)}
        event["mail"]["tags"].update({name: [value] for name, value in tags.items()})
        event["mail"]["messageId"] = f"reported-{send}-{attempt}"
        topic = next(
            topic["TopicArn"] for topic in self.sns.list_topics()["Topics"] if topic["TopicArn"].endswith("-delivery")
        )
        self.sns.publish(TopicArn=topic, Message=json.dumps(event))

    def queue(self, name: str) -> str:
        return self.sqs.get_queue_url(QueueName=f"{STACK}-{name}")["QueueUrl"]

    def waiting(self, name: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.queue(name), AttributeNames=names)["Attributes"]
        return sum(int(value) for value in attributes.values())

    def configure(self, function: str, **variables: str) -> dict:
        """Changes variables of a function's environment; returns the environment that it had."""
        functions, name = self.client("lambda"), f"{STACK}-{function}"
        before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**before, **variables}}
        )
        return before


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer to look at, not a way to go."""

    def redirect_request(self, *_args, **_kwargs):
        return None


def wait_until(look, what: str, seconds: float):
    """What `look` returns as soon as it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen := look():
            return seen
        time.sleep(0.5)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")
