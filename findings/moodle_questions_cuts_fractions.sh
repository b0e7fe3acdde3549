#!/usr/bin/env bash
# moodle-questions 0.2.1 (writes Moodle XML): what an answer is worth is documented as a number with a part, and is cut to a whole one. Three
# right answers of 33.33333 percent each are written with fraction="33": whoever chooses all of them gets 99 percent, and 33 is none of the
# grades that Moodle knows (it has 33.33333), so that its import refuses the question or takes the nearest, as it was told. What helps
# a reader: count an answer as right by the sign of its fraction, not by the sum.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet moodle-questions==0.2.1
told=$("$folder/venv/bin/python" - <<'PYTHON'
from moodle_questions.questions.multiplechoice import MultipleChoiceQuestion

question = MultipleChoiceQuestion("abc", "Fire", "Which burn?", 1)
for text, worth in [("wood", 33.33333), ("coal", 33.33333), ("paper", 33.33333), ("sand", -100.0)]:
    question.add_answer(worth, text, "")
print([answer.get("fraction") for answer in question._to_xml_element().findall("answer")])
PYTHON
)
echo "$told"
[ "$told" = "['33', '33', '33', '-100']" ] || { echo "this is no longer what was seen"; exit 1; }
