"""Ministack, on a loopback port of its own, with IAM enforced."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config

REGION = "eu-central-1"
ACCOUNT = "000000000000"
# What the emulator takes for the account's root: no secret, it opens nothing else.
ROOT_KEY = "test"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    def __init__(self, folder: Path):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.log = folder / "ministack.log"

    def environment(self) -> dict[str, str]:
        """What a program needs to take the emulator for AWS, and nothing of this machine's own account."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return kept | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": ROOT_KEY,
            "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAM_CLI_TELEMETRY": "0",
        }

    def client(self, service: str):
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ROOT_KEY,
            aws_secret_access_key=ROOT_KEY,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 2}, read_timeout=90),
        )

    def start(self) -> subprocess.Popen:
        temporary = self.folder / "tmp"
        temporary.mkdir()
        settings = {
            "AUTH": "true",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "TMPDIR": str(temporary),
            "STATE_DIR": str(self.folder / "state"),
            "PYTHONPATH": str(Path(__file__).parent),
        }
        command = [sys.executable, "-m", "hypercorn", "tls_front:app", "--bind", f"127.0.0.1:{self.port}", "--keep-alive", "75"]
        return subprocess.Popen(
            command,
            env=self.environment() | settings,
            cwd=self.folder,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            # The functions' processes are its children: a session of their own lets them end together.
            start_new_session=True,
        )

    def wait_until_ready(self, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/ready", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"the emulator does not start; its log ends with:\n{self.log.read_text()[-2000:]}")


@contextmanager
def running(folder: Path):
    """A running emulator, which ends with the block, functions included."""
    emulator = Emulator(folder)
    process = emulator.start()
    try:
        emulator.wait_until_ready(process)
        yield emulator
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
