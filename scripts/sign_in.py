#!/usr/bin/env python3
"""Set a fresh server up and print the cookie of its first administrator, for scripts and tests.

    scripts/sign_in.py http://127.0.0.1:8787/admin/set-up#CODE

The address is the one that `xiezhi serve` prints while nobody has an account. The account is `admin`;
its second factor is kept nowhere, so this is for servers that are thrown away.
"""

import base64
import hashlib
import hmac
import json
import struct
import sys
import time
import urllib.request
from http.cookiejar import CookieJar

LOGIN = "admin"
PASSWORD = "only-for-a-server-that-is-thrown-away"


def totp(secret, seconds):
    """RFC 6238: SHA-1, six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(seconds) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def main():
    origin, _, code = sys.argv[1].partition("/admin/set-up#")
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def post(path, body):
        request = urllib.request.Request(
            f"{origin}/api/v1{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"},
        )
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)

    person = {"login": LOGIN, "name": "测试管理员（虚构）", "password": PASSWORD}
    post("/set-up", {"code": code, **person})
    secret = post("/second-factor", {})["secret"]
    stage = post("/second-factor/confirmation", {"code": totp(secret, time.time())})["stage"]
    if stage != "signed_in":
        sys.exit(f"the sign-in ended at {stage}")
    print("; ".join(f"{cookie.name}={cookie.value}" for cookie in jar))


if __name__ == "__main__":
    main()
