"""`make bench-cold`: builds, measures, and prints the figures against their budgets."""

import argparse

import build
import evidence
import report
import stub
from places import WORK
from plan import plan


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-cold", description=__doc__)
    parser.add_argument("--debug", action="store_true", help="one round with debug binaries, to try the bench itself")
    parser.add_argument("--no-build", action="store_true", help="measure what has been built before")
    arguments = parser.parse_args()
    profile = "debug" if arguments.debug else "release"
    if not arguments.no_build:
        build.everything(profile)
    opened = evidence.certificate_files(profile)
    chosen = plan(profile)
    samples = stub.run("cold", chosen | {"rounds": 1} if arguments.debug else chosen)
    text = report.markdown(samples, evidence.archive_sizes(profile), opened, profile)
    (WORK / "cold.md").write_text(text)
    print(text)


main()
