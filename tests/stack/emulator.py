"""An emulator of AWS on this machine: started on a free port, ended with everything that it runs.

What is deployed onto it lives in `deployed`.
"""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGION = "ca-central-1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """Runs the real bootstraps as processes; SQS sources, timers and DynamoDB are its own."""

    def __init__(self, work: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RELANCE_"))},
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "SAM_CLI_TELEMETRY": "0",
            # Lambda gives functions no proxy, and nothing here may leave this machine.
            "NO_PROXY": "*",
        }
        settings = {"LAMBDA_EXECUTOR": "local", "GATEWAY_PORT": str(self.port), "IOT_MTLS_ENABLED": "0"}
        self.log = (work / "emulator.log").open("wb")
        self.process = subprocess.Popen(
            [ROOT / "target/tools/stack/bin/ministack"],
            env={**self.environment, **settings, "TMPDIR": str(work)},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait_until_healthy()

    def _wait_until_healthy(self) -> None:
        for _ in range(240):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2).read()
                return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError(f"the emulator did not start; see {self.log.name}")

    def bootstraps(self, function: str) -> list[int]:
        """Processes that run a function, among those that this emulator has started."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
                ours = os.getsid(int(entry.name)) == self.process.pid or int(
                    (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                ) == self.process.pid
            except OSError:
                continue
            if ours and f"AWS_LAMBDA_FUNCTION_NAME={function}".encode() in environment:
                found.append(int(entry.name))
        return found

    def stop(self) -> None:
        """Ends the emulator and every function that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        except ProcessLookupError:
            pass
        self.log.close()
