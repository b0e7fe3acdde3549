"""The emulator behind what looks like a terminator of TLS.

On AWS every request is encrypted, and the bucket's policy refuses those that are not. The functions reach the emulator by
plain HTTP over the loopback, so the header that a terminator sets tells the emulator to judge them as encrypted. The test takes
`X-Test-Plain` to show that the policy does refuse plain requests.

On AWS SAM expands nested templates as it does the root. The emulator expands the root alone, and then does not know what a function is
in the others; so they are expanded here, by the emulator's own transform, as soon as it has read them.
"""

from ministack.app import app as emulator
from ministack.services.cloudformation import engine

read = engine._parse_template
# Each nested stack looks this name up anew. The root's reader has its own.
engine._parse_template = lambda text: engine._apply_transforms(read(text))


async def app(scope, receive, send):
    if scope["type"] == "http":
        plain = any(name == b"x-test-plain" for name, _ in scope["headers"])
        headers = [(name, value) for name, value in scope["headers"] if name != b"x-forwarded-proto"]
        scope = {**scope, "headers": headers + [(b"x-forwarded-proto", b"http" if plain else b"https")]}
    await emulator(scope, receive, send)
