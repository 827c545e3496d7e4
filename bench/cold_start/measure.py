"""Cold starts, measured from outside: plays Lambda's Runtime API over loopback, starts each function many times, and prints
start to first poll, first and warm invocation, each by the clock and on the processor, peak memory, and the size of its package.

Usage: measure.py [--starts N] [--write] BINARIES [FUNCTION...]    a folder with bootstraps by the names of their functions,
or with a folder for each (target/release, target/lambda). `--write` puts the figures into bench/RESULTS.md.

Every call to AWS goes to a server that answers at once with nothing, so that what is measured is ours: processes, runtimes,
clients, not somebody else's tables. The first invocation counts from the first poll to the answer.
"""

import argparse
import io
import json
import os
import platform
import statistics
import subprocess
import threading
import time
import zipfile
import zlib
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WARM = 10
RESULTS = ROOT / "bench/RESULTS.md"
TITLE = "## Cold start and size"


class RuntimeApi(ThreadingHTTPServer):
    """Hands out one event again and again, and notes when it was asked and answered."""

    daemon_threads = True

    def __init__(self, event: bytes, invocations: int) -> None:
        self.event, self.left = event, invocations
        self.polled: list[float] = []
        self.answered: list[float] = []
        self.over = threading.Event()
        self.process: subprocess.Popen | None = None
        self.worked_ms: list[float] = []
        super().__init__(("127.0.0.1", 0), RuntimeHandler)


class RuntimeHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together: apart, the second waits 40 ms for the first one's acknowledgement

    def do_GET(self) -> None:
        self.server.polled.append(time.perf_counter())
        if self.server.process:
            self.server.worked_ms.append(processor_ms(self.server.process.pid))
        if self.server.left == 0:
            self.server.over.set()
            time.sleep(30)
            return
        self.server.left -= 1
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", f"00000000-0000-4000-8000-{self.server.left:012}")
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + 60_000))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:ca-central-1:123456789012:function:f")
        self.send_header("Content-Length", str(len(self.server.event)))
        self.end_headers()
        self.wfile.write(self.server.event)
        self.wfile.flush()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.answered.append(time.perf_counter())
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args) -> None:
        pass


class Nothing(BaseHTTPRequestHandler):
    """AWS, as far as it matters here: every request is taken, every table and queue is empty."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        target = self.headers.get("x-amz-target", "")
        body = {"Items": [], "Count": 0, "ScannedCount": 0} if target.endswith("Query") else {}
        if target.endswith("GetParameter"):
            value = json.dumps(["k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
            body = {"Parameter": {"Name": "seal", "Value": value, "Type": "SecureString"}}
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("x-amz-crc32", str(zlib.crc32(text)))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args) -> None:
        pass


def settings(function: str, aws: str, runtime: str) -> dict[str, str]:
    """What the template sets, without the machine's own environment."""
    tables = {f"RELANCE_{name}_TABLE": name.lower() for name in ("CORE", "EVENTS", "SESSIONS")}
    queues = {f"RELANCE_{name}_QUEUE_URL": f"{aws}/1/{name.lower()}" for name in ("WORK", "SEND", "ACTION")}
    return {
        **tables,
        **queues,
        "AWS_LAMBDA_RUNTIME_API": runtime,
        "AWS_LAMBDA_FUNCTION_NAME": f"relance-dev-{function}",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_LOG_GROUP_NAME": "log",
        "AWS_LAMBDA_LOG_STREAM_NAME": "log",
        "AWS_REGION": "ca-central-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_ENDPOINT_URL": aws,
        "RELANCE_DUE_SHARDS": "4",
        "RELANCE_BASE_URL": "https://ask.example.com",
        "RELANCE_SECRETS_PREFIX": "/relance/dev/",
        "RELANCE_CONFIGURATION_SET": "relance-dev",
        "RELANCE_MAX_SEND_RATE": "14",
        "RELANCE_RESTORE_EPOCH": "0",
        "RUST_LOG": "warn",
    }


def processor_ms(pid: int) -> float:
    """How long a process was on a processor, all threads together: unlike the clock, the same on a busy machine."""
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6


def peak_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def one_start(binary: Path, function: str, aws: str, event: bytes) -> dict[str, float]:
    server = RuntimeApi(event, 1 + WARM)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    began = time.perf_counter()
    process = subprocess.Popen(
        [binary],
        env=settings(function, aws, f"127.0.0.1:{server.server_port}"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server.process = process
    try:
        if not server.over.wait(20):
            raise RuntimeError(f"{function} does not poll {2 + WARM} times: {len(server.polled)} polls")
        peak = peak_kb(process.pid)
    finally:
        process.kill()
        process.wait()
        server.shutdown()
        server.server_close()
    taken = [answer - poll for poll, answer in zip(server.polled, server.answered)]
    work_ms = server.worked_ms
    return {
        "work_ms": work_ms[0],
        "first_work_ms": work_ms[1] - work_ms[0],
        "warm_work_ms": (work_ms[-1] - work_ms[1]) / WARM,
        "poll_ms": (server.polled[0] - began) * 1000,
        "first_ms": taken[0] * 1000,
        "warm_ms": statistics.median(taken[1:]) * 1000,
        "peak_mb": peak / 1024,
    }


def zip_mb(binary: Path) -> float:
    """As `sam deploy` packs it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(binary, "bootstrap")
    return packed.tell() / 1e6


def median(rows: list[dict[str, float]], field: str) -> float:
    return statistics.median(row[field] for row in rows)


def measured(binaries: Path, functions: list[str], starts: int) -> list[str]:
    """The rows of the table, each as soon as it is known."""
    aws = ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    aws.daemon_threads = True
    threading.Thread(target=aws.serve_forever, daemon=True).start()
    table = [
        f"| Function ({starts} starts) | Start to first poll, median (p90) | on the processor | First invocation "
        "| on the processor | Warm | on the processor | Peak memory | Package |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    print(*table, sep="\n")
    for function in functions or sorted(path.name for path in (ROOT / "functions").iterdir()):
        inside = binaries / function
        binary = inside / "bootstrap" if inside.is_dir() else inside
        if not binary.is_file():
            raise SystemExit(f"there is no {binary}")
        event = sorted((ROOT / "events" / function).glob("*.json"))[0].read_bytes()
        url = f"http://127.0.0.1:{aws.server_port}"
        rows = [one_start(binary, function, url, event) for _ in range(starts)]
        polls = sorted(row["poll_ms"] for row in rows)
        table.append(
            f"| {function} | {median(rows, 'poll_ms'):.1f} ms ({polls[int(starts * 0.9)]:.1f}) "
            f"| {median(rows, 'work_ms'):.1f} ms "
            f"| {median(rows, 'first_ms'):.1f} ms | {median(rows, 'first_work_ms'):.1f} ms "
            f"| {median(rows, 'warm_ms'):.2f} ms | {median(rows, 'warm_work_ms'):.2f} ms "
            f"| {max(row['peak_mb'] for row in rows):.1f} MB | {zip_mb(binary):.2f} MB |"
        )
        print(table[-1], flush=True)
    return table


def machine() -> str:
    models = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return f"{platform.machine()}, {len(models)} x {models[0] if models else 'unknown'}, load {os.getloadavg()[0]:.1f}"


def write(table: list[str]) -> None:
    """Replaces this program's part of the results, which is the last one."""
    text = RESULTS.read_text().split(f"\n{TITLE}")[0].rstrip()
    about = f"""{TITLE}
`make cold-start`, {date.today()}, {machine()}. Release binaries as processes of this machine, under a Runtime API on loopback
and an AWS that answers at once with nothing: Lambda's own part (fetching and unpacking the package) is not in it.
Aims: 10 ms from start to first poll, 20 ms for the first invocation, 24 MB of memory, 5 MB of package.
"""
    RESULTS.write_text(f"{text}\n\n{about}\n" + "\n".join(table) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--starts", type=int, default=30)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("binaries", type=Path)
    parser.add_argument("functions", nargs="*")
    asked = parser.parse_args()
    figures = measured(asked.binaries.resolve(), asked.functions, asked.starts)
    if asked.write:
        write(figures)
