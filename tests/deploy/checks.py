"""The list of checks: each prints one line, and none can vanish unnoticed."""

import time
from collections import Counter
from collections.abc import Callable
from traceback import extract_tb

CHECKS: list[tuple[str, Callable]] = []


class Skip(Exception):
    """The emulator cannot show this; the reason says why."""


def check(title: str):
    """Adds a function of the world to the list, in the order of the files."""

    def add(function: Callable) -> Callable:
        CHECKS.append((title, function))
        return function

    return add


def equal(found, expected, what: str = "") -> None:
    if found != expected:
        raise AssertionError(f"{what + ': ' if what else ''}expected {expected!r}, found {found!r}")


def truth(condition, what: str) -> None:
    if not condition:
        raise AssertionError(what)


def until(what: str, look: Callable, patience: float = 45):
    """Looks again and again until there is an answer."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience:.0f} s in vain for {what}")
        time.sleep(0.25)


def judge(function: Callable, world) -> tuple[str, str]:
    try:
        return "PASS", function(world) or ""
    except Skip as reason:
        return "SKIP", str(reason)
    # A check that breaks fails; the others go on.
    except Exception as error:  # noqa: BLE001
        place = extract_tb(error.__traceback__)[-1]
        kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
        return "FAIL", f"{kind}{error} ({place.name})"


def run_all(world, expected: Counter) -> bool:
    """Runs every check; `expected` pins how many pass and how many are skipped."""
    counted = Counter()
    for number, (title, function) in enumerate(CHECKS, 1):
        begun = time.monotonic()
        verdict, remark = judge(function, world)
        counted[verdict] += 1
        seconds = time.monotonic() - begun
        print(f"{verdict} {number:2} {title} ({seconds:.1f} s){': ' + remark if remark else ''}", flush=True)
    print(f"{counted['PASS']} passed, {counted['FAIL']} failed, {counted['SKIP']} skipped; expected {dict(expected)}")
    return +counted == +expected
