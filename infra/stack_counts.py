"""Counts the resources of each stack as CloudFormation would, after SAM's expansion: `make stack-counts`.

CloudFormation takes 500 resources in a stack. Above 400 this fails: then there is still room for what cannot wait, and an area is to
be split. It runs in the SAM CLI's environment, which infra/lint.sh sets up, and needs neither account nor network.
"""

import logging
import os
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

ROOT = Path(__file__).resolve().parent.parent
REFUSED_ABOVE, LIMIT = 400, 500


class NoPolicies:
    """The templates name managed policies by their ARNs: there is nothing to look up."""

    def load(self) -> dict:
        return {}


def expanded(file: Path) -> dict:
    template = yaml_parse(file.read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            # What `sam deploy` writes here when it has uploaded the archive.
            resource["Properties"]["CodeUri"] = "s3://bucket/archive"
    return transform(template, {}, NoPolicies()) if "Transform" in template else template


def main() -> None:
    # The transform complains that nobody collects its figures.
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
    files = [ROOT / "template.yaml", *sorted(ROOT.glob("functions/*/*.yaml")), *sorted(ROOT.glob("infra/*.yaml"))]
    counts = {file: len(expanded(file)["Resources"]) for file in files if file.name != "checkov.yaml"}
    for file, count in counts.items():
        print(f"{count:4} {file.relative_to(ROOT)}")
    largest = max(counts.values())
    print(f"largest: {largest} of {LIMIT}")
    if largest > REFUSED_ABOVE:
        sys.exit(f"A stack has more than {REFUSED_ABOVE} resources: split its area into two templates.")


if __name__ == "__main__":
    main()
