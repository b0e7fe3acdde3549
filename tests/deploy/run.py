"""Deploys the real template with the real binaries onto an emulator of AWS and drives it over HTTP: `make deploy-test`.

This file needs nothing but Python: it sets up the tools, builds the binaries, and hands over to `journey.py`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
AREAS = sorted(manifest.parent.name for manifest in ROOT.glob("functions/*/Cargo.toml"))


def tool(name: str) -> Path:
    """The virtual environment of a tool, with exactly what its requirements say."""
    place = ROOT / ".venv" / f"deploy-{name}"
    wanted = FOLDER / f"requirements-{name}.txt"
    stamp = place / "installed.txt"
    if stamp.exists() and stamp.read_text() == wanted.read_text():
        return place
    print(f"setting up {name} in {place.relative_to(ROOT)}", flush=True)
    if not (place / "bin" / "python").exists():
        venv.create(place, with_pip=True)
    install = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted]
    subprocess.run(install, check=True, timeout=900)
    shutil.copy(wanted, stamp)
    return place


def build(release: bool) -> None:
    """Builds the binaries and lays them out where the template's CodeUri points."""
    # A development build takes what the tests have built: another selection of packages would be another set of features.
    packages = [argument for area in AREAS for argument in ("--package", area)]
    selection = ["--release", *packages] if release else ["--workspace", "--all-targets"]
    command = ["cargo", "build", *selection]
    subprocess.run(command, cwd=ROOT, check=True, timeout=3600)
    for area in AREAS:
        built = ROOT / "target" / ("release" if release else "debug") / area
        place = ROOT / "target" / "lambda" / area
        place.mkdir(parents=True, exist_ok=True)
        # Debug symbols make up four fifths of a development binary.
        subprocess.run(["strip", "-o", place / "bootstrap", built], check=True, timeout=120)
        with zipfile.ZipFile(place / "bootstrap.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(place / "bootstrap", "bootstrap")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--release", action="store_true", help="build and deploy the release binaries")
    arguments.add_argument("--no-build", action="store_true", help="deploy what lies in target/lambda")
    arguments.add_argument("--keep", metavar="FOLDER", help="leave the logs and working files in this folder")
    chosen = arguments.parse_args()
    sam, ministack = tool("sam"), tool("ministack")
    if not chosen.no_build:
        build(chosen.release)
    python = ministack / "bin" / "python"
    command = [str(python), str(FOLDER / "journey.py"), "--sam", str(sam / "bin" / "sam")]
    command += ["--keep", chosen.keep] if chosen.keep else []
    sys.stdout.flush()
    os.execv(python, command)


if __name__ == "__main__":
    main()
