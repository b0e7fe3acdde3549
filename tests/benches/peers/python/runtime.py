"""The runtime's loop: lighter than AWS's own client, so the comparison does not favour Rust."""

import http.client
import json
import os


def run(handler):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def call(method, path, body=None):
        connection.request(method, f"/2018-06-01/runtime/{path}", body)
        response = connection.getresponse()
        return response.headers, response.read()

    while True:
        headers, event = call("GET", "invocation/next")
        request_id = headers["lambda-runtime-aws-request-id"]
        try:
            answer = json.dumps(handler(json.loads(event)))
        except Exception as error:
            failure = {"errorType": type(error).__name__, "errorMessage": str(error)}
            call("POST", f"invocation/{request_id}/error", json.dumps(failure))
        else:
            call("POST", f"invocation/{request_id}/response", answer)
