#!/usr/bin/env bash
# qti-package-maker 26.7.14, engine blackboard_qti_v2_1: an item with several gaps (MULTI_FIB) is no item of QTI 2.1. Its gaps are elements
# `textentryinteraction responseidentifier="…"`, all in small letters, and its rules are those of QTI 1.2 (`respcondition`, `conditionvar`,
# `setvar`). Names in XML differ by their capitals, so a reader that asks for `textEntryInteraction` finds a question that asks nothing. The
# item with one gap (FIB) of the same engine is right. What helps: find elements whatever their capitals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet qti-package-maker==26.7.14
cat > "$folder/finding.py" <<'PYTHON'
import os, sys, zipfile
from qti_package_maker import package_interface

os.chdir(sys.argv[1])
package = package_interface.QTIPackageInterface("fire", allow_mixed=True)
package.add_item("FIB", ("Who leads the way?", ["warden"]))
package.add_item("MULTI_FIB", ("Through the [a], not the [b].", {"a": ["door"], "b": ["window"]}))
archive = zipfile.ZipFile(package.save_package("blackboard_qti_v2_1", "fire.zip"))
items = [archive.read(name).decode() for name in sorted(archive.namelist()) if "/item_" in name]
for name, item in zip(["one gap", "several gaps"], items, strict=True):
    counts = {word: item.count("<" + word) for word in ["assessmentItem", "textEntryInteraction", "textentryinteraction", "respcondition"]}
    print(f"{name}: {counts}")
PYTHON
told=$("$folder/venv/bin/python" "$folder/finding.py" "$folder" 2>/dev/null | grep gap)
echo "$told"
expected="one gap: {'assessmentItem': 1, 'textEntryInteraction': 1, 'textentryinteraction': 0, 'respcondition': 0}
several gaps: {'assessmentItem': 1, 'textEntryInteraction': 0, 'textentryinteraction': 2, 'respcondition': 2}"
[ "$told" = "$expected" ] || { echo "this is no longer what was seen"; exit 1; }
