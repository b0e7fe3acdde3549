"""The deployed stack: created by the SAM CLI, as on AWS, updated and deleted."""

import subprocess
from pathlib import Path

import yaml

from emulator import Emulator

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "trellis-test"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
TIMEOUT = 600


class Template(yaml.SafeLoader):
    """YAML whose tags, such as !Ref, come out as nothing; JSON is YAML."""


Template.add_multi_constructor("!", lambda *_: None)


class DeploymentFailed(Exception):
    """The CLI's last words."""


class Stack:
    def __init__(self, emulator: Emulator, sam: str, parameters: dict[str, str]):
        self.emulator, self.sam, self.parameters = emulator, sam, parameters
        self.cloudformation = emulator.client("cloudformation")
        self.outputs: dict[str, str] = {}
        # Logical to physical names, those of nested stacks too.
        self.names: dict[str, str] = {}
        # Logical names to kinds of resources.
        self.types: dict[str, str] = {}
        # The root and what it nests.
        self.stacks: list[str] = []

    def run(self, command: str, *arguments: str) -> str:
        log = self.emulator.folder / f"sam-{command}.log"
        with log.open("a") as output:
            done = subprocess.run(
                [self.sam, command, *arguments],
                cwd=ROOT,
                env=self.emulator.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=TIMEOUT,
                check=False,
            )
        if done.returncode != 0:
            raise DeploymentFailed(f"sam {command} failed: {' '.join(log.read_text()[-1500:].split())}")
        return log.read_text()

    def deploy(self, **changed: str) -> None:
        self.parameters |= changed
        overrides = [f"{name}={value}" for name, value in self.parameters.items()]
        arguments = ["--template-file", "template.yaml", "--stack-name", NAME, "--resolve-s3", "--no-confirm-changeset"]
        arguments += ["--capabilities", *CAPABILITIES, "--parameter-overrides", *overrides]
        self.run("deploy", *arguments)
        self.read()

    def read(self) -> None:
        described = self.cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
        self.names, self.types, self.stacks = {}, {}, []
        self.collect(NAME)

    def collect(self, stack: str) -> None:
        self.stacks.append(stack)
        for page in self.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack):
            for resource in page["StackResourceSummaries"]:
                if not resource["ResourceStatus"].endswith(("CREATE_COMPLETE", "UPDATE_COMPLETE")):
                    raise DeploymentFailed(f"{resource['LogicalResourceId']} is {resource['ResourceStatus']}")
                logical = resource["LogicalResourceId"]
                self.types[logical] = resource["ResourceType"]
                self.names[logical] = resource["PhysicalResourceId"]
                if resource["ResourceType"] == "AWS::CloudFormation::Stack":
                    self.collect(resource["PhysicalResourceId"])

    def update(self, **changed: str) -> None:
        """Changes parameters by a change set on the template that is deployed: nothing is uploaded again."""
        self.parameters |= changed
        parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in self.parameters.items()]
        change = {"StackName": NAME, "ChangeSetName": "update"}
        self.cloudformation.create_change_set(**change, UsePreviousTemplate=True, Parameters=parameters, Capabilities=CAPABILITIES)
        waiting = {"Delay": 1, "MaxAttempts": 120}
        self.cloudformation.get_waiter("change_set_create_complete").wait(**change, WaiterConfig=waiting)
        self.cloudformation.execute_change_set(**change)
        self.cloudformation.get_waiter("stack_update_complete").wait(StackName=NAME, WaiterConfig=waiting)
        self.read()

    def delete(self) -> None:
        """Not by `sam delete`: it wants nested templates at https addresses, and the emulator has none."""
        self.cloudformation.delete_stack(StackName=NAME)
        self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 120})

    def processed(self, stack: str = NAME) -> dict:
        """The template as SAM has expanded it."""
        body = self.cloudformation.get_template(StackName=stack, TemplateStage="Processed")["TemplateBody"]
        return body if isinstance(body, dict) else yaml.load(body, Template)
