"""Holds the API against openapi.json with thousands of generated requests: `make schema-test`.

This file needs nothing but Python: it sets up the tools, starts the platform, and hands over to Schemathesis.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from pathlib import Path

from local_stack import ROOT, Failed, Stack, client

FOLDER = Path(__file__).resolve().parent
LONGEST = 900
# Operations that must have succeeded at least once; a run that was refused everywhere has tested nothing.
FEWEST_SUCCEEDED = 60


def tool() -> Path:
    """The virtual environment with exactly what the requirements say."""
    place, wanted = ROOT / ".venv" / "schemathesis", FOLDER / "requirements.txt"
    stamp = place / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        print(f"setting up Schemathesis in {place.relative_to(ROOT)}", flush=True)
        if not (place / "bin" / "python").exists():
            venv.create(place, with_pip=True)
        install = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted]
        subprocess.run(install, check=True, timeout=900)
        shutil.copy(wanted, stamp)
    return place / "bin" / "schemathesis"


def operations(document: dict, scoped: bool) -> set[str]:
    """The operations that a run is to reach: all, or those that have a scope for API clients."""
    every = ((path, method, operation) for path, methods in document["paths"].items() for method, operation in methods.items())
    return {f"{method.upper()} {path}" for path, method, operation in every if not scoped or "scope `" in operation["description"]}


def run(schemathesis: Path, stack: Stack, world: dict, document: dict, caller: str, folder: Path) -> Counter:
    wanted = operations(document, caller == "client")
    place = folder / caller
    place.mkdir()
    (place / "world.json").write_text(json.dumps(world))
    environment = os.environ | {
        "CONTRACT_WORLD": str(place / "world.json"), "CONTRACT_ANSWERS": str(place / "answers.json"), "CONTRACT_AS": caller,
        "PYTHONPATH": str(FOLDER), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1",
    }  # fmt: skip
    command = [str(schemathesis), "--config-file", str(FOLDER / "schemathesis.toml"), "run", str(ROOT / "openapi.json"), "--url", stack.url]
    if caller == "client":
        # What is wrong with a request doesn't depend on who sends it: people have sent all that.
        command += ["--phases", "examples,fuzzing"]
        command += [word for label in sorted(wanted) for word in ("--include-name", label)]
    print(f"{len(wanted)} operations, signed in as {caller}", flush=True)
    outcome = subprocess.run(command, env=environment, cwd=place, timeout=LONGEST)
    answers = Counter(json.loads((place / "answers.json").read_text()))
    by_operation = {label: Counter() for label in wanted}
    for label, count in answers.items():
        operation, status = label.rsplit(" ", 1)
        by_operation.setdefault(operation, Counter())[status] += count
    missed = sorted(label for label in wanted if not by_operation[label])
    failures = sum(count for label, count in answers.items() if label.rsplit(" ", 1)[1].startswith("5"))
    if outcome.returncode or missed or failures:
        raise Failed(f"Schemathesis ended with {outcome.returncode}; {failures} answers of 5xx; not reached: {missed}")
    return answers


def summary(answers: Counter, document: dict) -> None:
    statuses, succeeded = Counter(), set()
    for label, count in answers.items():
        operation, status = label.rsplit(" ", 1)
        statuses[status] += count
        if status[0] in "23":
            succeeded.add(operation)
    total = operations(document, scoped=False)
    print(f"{sum(answers.values())} requests to {len(total)} operations, of which {len(succeeded)} have succeeded: {dict(sorted(statuses.items()))}")
    print(f"never succeeded: {', '.join(sorted(total - succeeded))}")
    if len(succeeded) < FEWEST_SUCCEEDED:
        raise Failed(f"only {len(succeeded)} operations have succeeded; {FEWEST_SUCCEEDED} were expected")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", type=Path, default=os.environ.get("TRELLIS_BIN"), help="the platform, instead of building it")
    chosen = arguments.parse_args()
    schemathesis = tool()
    if not chosen.binary:
        subprocess.run(["cargo", "build", "--quiet", "--package", "local"], cwd=ROOT, check=True, timeout=3600)
    import world

    document = json.loads((ROOT / "openapi.json").read_text())
    with tempfile.TemporaryDirectory(prefix="trellis-contract-") as folder:
        stack = Stack(chosen.binary or ROOT / "target" / "debug" / "trellis", Path(folder))
        try:
            stack.ready()
            tokens = world.tokens(stack)
            known = {"url": stack.url, "tokens": tokens, "ids": world.ids(stack, tokens)}
            answers = run(schemathesis, stack, known, document, "people", Path(folder))
            tokens["client"] = client(stack, tokens["admin"])
            answers.update(run(schemathesis, stack, known, document, "client", Path(folder)))
            summary(answers, document)
        except Failed as failure:
            print(f"The stack's last words:\n{stack.last_words()}\nFAILED: {failure}", file=sys.stderr)
            sys.exit(1)
        finally:
            stack.stop()


if __name__ == "__main__":
    main()
