"""What is not a time: sizes of archives, and which certificate files a cold start opens."""

import re
import zipfile

import stub
from places import AREAS, WORK, bootstrap, peer
from plan import plan

OPENED = re.compile(r'\bopen\w*\([^"]*"([^"]+)"')
CERTIFICATE = re.compile(r"/ssl/|/ssl$|/pki/|ca-certificates|\.(?:crt|pem)$")
"""Any try to open such a path counts, found or not."""


def archive_sizes(profile: str) -> dict[str, int]:
    """Bytes of the archive that one would upload, by binary."""
    binaries = {area: bootstrap(area, profile) for area in AREAS} | {name: peer(name) for name in ("naive", "hello")}
    sizes = {}
    for name, binary in binaries.items():
        path = WORK / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.write(binary, "bootstrap")
        sizes[name] = path.stat().st_size
    return sizes


def certificate_files(profile: str) -> dict[str, list[str]]:
    """Certificate files and folders that a cold start with an https endpoint opens, by variant."""
    traced = plan(profile)
    rust = [variant for variant in traced["variants"] if re.search("-https/(trellis|naive)$", variant["name"])]
    # The other half of the authorizer: its key set by https.
    keys = next(variant for variant in rust if variant["name"] == "authorize-https/trellis")
    issuer = {"ISSUER": keys["environment"]["AWS_ENDPOINT_URL"] + "/pool"}
    rust.append(keys | {"name": "key-set-https/trellis", "environment": keys["environment"] | issuer})
    logs = {}
    for number, variant in enumerate(rust):
        logs[variant["name"]] = log = WORK / f"strace-{variant['name'].replace('/', '-')}.log"
        command = ["strace", "-f", "-e", "trace=open,openat,openat2", "-o", str(log), *variant["command"]]
        rust[number] = variant | {"command": command, "cold_only": True}
    stub.run("strace", traced | {"rounds": 1, "variants": rust})
    return {name: [path for path in OPENED.findall(log.read_text()) if CERTIFICATE.search(path)] for name, log in logs.items()}
