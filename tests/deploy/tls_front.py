"""The emulator behind what looks like a terminator of TLS.

On AWS every request is encrypted, and the bucket's policy refuses those that are not. The functions reach the emulator by
plain HTTP over the loopback, so the header that a terminator sets tells the emulator to judge them as encrypted. The test takes
`X-Test-Plain` to show that the policy does refuse plain requests.
"""

from ministack.app import app as emulator


async def app(scope, receive, send):
    if scope["type"] == "http":
        plain = any(name == b"x-test-plain" for name, _ in scope["headers"])
        headers = [(name, value) for name, value in scope["headers"] if name != b"x-forwarded-proto"]
        scope = {**scope, "headers": headers + [(b"x-forwarded-proto", b"http" if plain else b"https")]}
    await emulator(scope, receive, send)
