"""Builds the binaries and installs what the peers need, all of it under git-ignored folders."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from places import AREAS, BENCHES, LOGS, NODE, PEERS, PYTHON, ROOT, TARGET, WORK


def step(message: str, *command: object, folder: Path = ROOT) -> None:
    """Runs a command; its failure ends the bench."""
    print(f"bench-cold: {message}", file=sys.stderr)
    subprocess.run([str(part) for part in command], cwd=folder, check=True, stdout=sys.stderr)


def need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        sys.exit(f"bench-cold: install {', '.join(missing)} and try again")


def rust(profile: str) -> None:
    packages = [word for area in AREAS for word in ("--package", area)]
    release = ["--release"] if profile == "release" else []
    step(f"the product's binaries ({profile})", "cargo", "build", "--quiet", *release, *packages)
    own = ("cargo", "build", "--quiet", "--locked", "--target-dir", TARGET)
    step("the stub", *own, "--package", "lambda-stub", folder=BENCHES)
    step("the Rust peers", *own, "--release", "--package", "peers", folder=BENCHES)


def node() -> None:
    """Bundled and minified, as one deploys to Lambda: the faster form."""
    NODE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PEERS / "node" / name, NODE / name)
    step("the Node peers", "npm", "ci", "--silent", "--no-audit", "--no-fund", folder=NODE)
    sources = [path for path in sorted((PEERS / "node").glob("*.js")) if path.name != "runtime.js"]
    options = ("--bundle", "--minify", "--platform=node", "--target=node20", "--log-level=warning", f"--outdir={NODE / 'dist'}")
    environment = f"NODE_PATH={NODE / 'node_modules'}"
    step("bundles", "env", environment, NODE / "node_modules/.bin/esbuild", *sources, *options, folder=NODE)


def python() -> None:
    if not (PYTHON / "bin" / "python").exists():
        venv.create(PYTHON, with_pip=True)
    requirements = PEERS / "python" / "requirements.txt"
    step("the Python peers", PYTHON / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", requirements)


def everything(profile: str) -> None:
    need("cargo", "node", "npm", "strace")
    for folder in (WORK, LOGS, WORK / "home"):
        folder.mkdir(parents=True, exist_ok=True)
    node()
    python()
    rust(profile)
