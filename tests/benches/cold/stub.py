"""Hands a plan to the stub."""

import json
import subprocess
import sys

from places import STUB, WORK


def run(name: str, plan: dict) -> dict:
    """The samples; the stub's failure ends the bench."""
    path = WORK / f"{name}-plan.json"
    path.write_text(json.dumps(plan, indent=2))
    done = subprocess.run([str(STUB), str(path)], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench-cold: the stub failed; what the functions wrote is in {plan['logs']}")
    (WORK / f"{name}-samples.json").write_text(done.stdout)
    return json.loads(done.stdout)
