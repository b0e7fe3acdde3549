"""Starts the emulator, deploys the template, runs the checks, and leaves nothing running."""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import checks
import checks_access  # noqa: F401  its checks come first
import checks_work  # noqa: F401
import checks_limits  # noqa: F401
import emulator
import emulator_gaps
from issuer import Issuer
from stack import Stack
from world import World

# A check that is added, vanishes or is skipped changes this line.
EXPECTED = Counter(PASS=32, SKIP=4)

# The whole run, in seconds.
PATIENCE = 1800

# The answer of the authorizer is not kept, so that a revocation shows at once; failed messages come again at once. On AWS a
# queue must hide a message for longer than its worker may take.
# The emulator knows no GuardDuty.
PARAMETERS = {"Architecture": "x86_64", "AuthorizerTtl": "0", "RetryDelay": "2", "ImportRetryDelay": "5", "ScanUploads": "false"}


def give_up(*_) -> None:
    raise TimeoutError(f"the run took more than {PATIENCE} s")


def deploy(stack: Stack) -> None:
    begun = time.monotonic()
    stack.deploy()
    kinds = Counter(stack.types.values())
    print(f"deployed {len(stack.types)} resources of {len(kinds)} types, {kinds['AWS::Lambda::Function']} of them functions", end="")
    print(f", in {time.monotonic() - begun:.0f} s", flush=True)


def run(sam: str, folder: Path) -> bool:
    with emulator.running(folder) as running:
        issuer = Issuer(running.url)
        try:
            stack = Stack(running, sam, PARAMETERS | {"IssuerBase": issuer.url})
            deploy(stack)
            world = World(running, stack, issuer)
            emulator_gaps.close(world)
            world.verify_sender()
            return checks.run_all(world, EXPECTED)
        finally:
            issuer.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sam", required=True, help="the SAM CLI")
    arguments.add_argument("--keep", type=Path, help="a new folder for logs and working files, which stays")
    chosen = arguments.parse_args()
    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.alarm(PATIENCE)
    begun = time.monotonic()
    if chosen.keep:
        chosen.keep.mkdir(parents=True)
        passed = run(chosen.sam, chosen.keep.resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="deploy-test-", ignore_cleanup_errors=True) as folder:
            passed = run(chosen.sam, Path(folder))
    print(f"took {time.monotonic() - begun:.0f} s")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
