"""How Schemathesis sends JSON Lines: the description says that the body is a text."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def json_lines(_context, value):
    if isinstance(value, bytes):
        return value
    return str(value).encode("utf-8", "replace")
