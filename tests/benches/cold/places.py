"""Where things are."""

from pathlib import Path

BENCHES = Path(__file__).resolve().parent.parent
ROOT = BENCHES.parent.parent
PEERS = BENCHES / "peers"
EVENTS = ROOT / "events"
WORK = BENCHES / ".work"
TARGET = WORK / "target"
NODE = WORK / "node"
PYTHON = WORK / "python"
LOGS = WORK / "logs"

STUB = TARGET / "debug" / "lambda-stub"
ITEMS = BENCHES / "stub" / "items.json"
AREAS = ("authorizer", "people", "learning", "packages")


def bootstrap(area: str, profile: str) -> Path:
    """The product's binary of an area."""
    return ROOT / "target" / profile / area


def peer(binary: str) -> Path:
    """A Rust peer."""
    return TARGET / "release" / binary
