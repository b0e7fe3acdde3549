#!/usr/bin/env bash
# Schemathesis 4.32.5 (coverage phase, valid and invalid cases in one run, as by default): a header whose pattern asks for quotes, as every entity tag has them (RFC 9110 section 8.8.3),
# is sent without them in cases that count as valid. A server that reads `If-Match` strictly answers 400, and the run reports
# "Schema-valid request rejected". Seen: for the pattern ^"[0-9]{1,19}"$ the tag that is sent is 0, not "0"; for the control pattern
# ^v[0-9]{1,19}$ what is sent fits. What helps: put the quotes back in a `before_call` hook.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5 hypothesis==6.170.17 jsonschema_rs==0.60.3
cat > "$folder/describe.py" <<'PY'
import json, sys
header = lambda pattern: {"name": "If-Match", "in": "header", "schema": {"type": "string", "maxLength": 21, "pattern": pattern}}
body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 5}}}}}}
operation = lambda name, pattern: {"patch": {
    "operationId": name, "parameters": [header(pattern)], "requestBody": body | {"required": True},
    "responses": {"200": {"description": "OK"}, "400": {"description": "Bad tag"}},
}}
paths = {"/quoted": operation("quoted", '^"[0-9]{1,19}"$'), "/plain": operation("plain", "^v[0-9]{1,19}$")}
json.dump({"openapi": "3.1.0", "info": {"title": "Tags", "version": "1"}, "paths": paths}, sys.stdout)
PY
cat > "$folder/server.py" <<'PY'
import re, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
PATTERNS = {"/quoted": r'"[0-9]{1,19}"', "/plain": "v[0-9]{1,19}"}
class Tags(BaseHTTPRequestHandler):
    def do_PATCH(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        tag = self.headers.get("If-Match")
        fits = tag is None or re.fullmatch(PATTERNS[self.path], tag)
        self.send_response(200 if fits else 400)
        self.send_header("content-length", "0")
        self.end_headers()
    def log_message(self, *parts):
        pass
server = HTTPServer(("127.0.0.1", 0), Tags)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 "$folder/describe.py" > "$folder/api.json"
python3 "$folder/server.py" > "$folder/port" &
server=$!
until [ -s "$folder/port" ]; do sleep 0.1; done
cd "$folder"
outcome=0
NO_COLOR=1 venv/bin/schemathesis run api.json --url "http://127.0.0.1:$(cat port)" --phases coverage \
  --checks positive_data_acceptance --generation-deterministic > told.txt 2>&1 || outcome=$?
rejected=$(grep -c 'Schema-valid request rejected$' told.txt || true)
sent=$(grep -o "If-Match: [^']*" told.txt | sort -u || true)
echo "Schemathesis $(venv/bin/schemathesis --version | grep -o '[0-9.]*$'): exit $outcome, operations whose valid case was rejected: $rejected, sent as valid: $sent"
grep -q '/quoted' told.txt && ! grep -q '/plain' <(sed -n '/FAILURES/,/SUMMARY/p' told.txt) && [ "$outcome" = 1 ] && [ "$sent" = "If-Match: 0" ] || {
  echo "this is no longer what was seen"; cat told.txt; exit 1
}
