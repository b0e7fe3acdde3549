#!/usr/bin/env bash
# AWS's own linters and checkov over every template; fails on any finding. The tools are set up under .venv/ the first time,
# each in an environment of its own, since their dependencies exclude each other. Works offline after that.
# `infra/lint.sh counts` only counts the resources of each stack.
set -euo pipefail
cd "$(dirname "$0")/.."

region=eu-central-1
# SAM's own, and what is plain CloudFormation.
sam=(template.yaml)
for file in functions/*/*.yaml; do [[ $file == */queues.yaml ]] || sam+=("$file"); done
templates=("${sam[@]}" functions/*/queues.yaml infra/{audit,backup,data,edge,identity,observability}.yaml)
export SAM_CLI_TELEMETRY=0

# Sets up <package>==<version> in .venv/<name>, unless it is there.
tool() {
  local name=$1 package=$2 folder=.venv/$1
  if [[ "$(cat "$folder/.installed" 2>/dev/null)" != "$package" ]]; then
    echo "Setting up $package …"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check "$package"
    echo "$package" >"$folder/.installed"
  fi
}

tool sam aws-sam-cli==1.170.0
.venv/sam/bin/python infra/stack_counts.py
if [[ ${1:-} == counts ]]; then exit; fi
tool cfn-lint cfn-lint==1.58.0
tool checkov checkov==3.3.30

for file in infra/*.yaml; do
  [[ $file == infra/checkov.yaml || " ${templates[*]} " == *" $file "* ]] || { echo "$file is not among the templates of this script"; exit 1; }
done

# `sam validate` also asks IAM about managed policies; with --lint it does not, and needs neither account nor network.
printf '%s\0' "${sam[@]}" | xargs -0 -n 1 -P "$(nproc)" .venv/sam/bin/sam validate --lint --region "$region" --template >/dev/null
echo "sam validate --lint: ${#sam[@]} templates are valid"

.venv/cfn-lint/bin/cfn-lint --regions "$region" -- "${templates[@]}"
rules=$(.venv/cfn-lint/bin/cfn-lint --list-rules 2>/dev/null | grep -cE '^[EW][0-9]{4}:')
echo "cfn-lint: ${#templates[@]} files, $rules rules, no findings"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
.venv/checkov/bin/checkov --config-file infra/checkov.yaml --file "${templates[@]}" --output json >"$report" || status=$?
python3 - "$report" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
for check in report["results"]["failed_checks"]:
    print(f'{check["check_id"]} {check["file_path"]}:{check["file_line_range"][0]} {check["resource"]}: {check["check_name"]}')
summary, errors = report["summary"], report["summary"]["parsing_errors"]
if errors:
    print(f"{errors} files could not be read")
rules = {check["check_id"] for outcome in ("passed", "skipped", "failed") for check in report["results"][f"{outcome}_checks"]}
print(f'checkov: {summary["resource_count"]} resources, {len(rules)} rules, {summary["passed"]} checks passed, '
      f'{summary["skipped"]} suppressed with a reason, {summary["failed"]} failed')
sys.exit(bool(errors) or summary["failed"] > 0 or summary["passed"] == 0)
PYTHON
exit "$status"
