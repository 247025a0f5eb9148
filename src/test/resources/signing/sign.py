"""Signs the request on standard input once more, by code of another hand, and prints what should have come.

AWS by botocore; OAuth 1.0a and HMAC by nothing but Python's own library, so that no code is shared with what is tested.
"""

import base64
import hashlib
import hmac
import json
import sys
from urllib.parse import parse_qsl, quote, urlsplit


def aws(asked):
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    sent = {name.lower(): value for name, value in asked["headers"].items()}
    signed = sent["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    request = AWSRequest(
        method=asked["method"],
        url=asked["url"],
        headers={name: sent[name] for name in signed if name not in ("host", "x-amz-date", "x-amz-security-token")},
        data=base64.b64decode(asked["body"]),
    )
    request.context["timestamp"] = sent["x-amz-date"]
    who = Credentials(asked["key"], asked["secret"], sent.get("x-amz-security-token"))
    signer = (S3SigV4Auth if asked["service"] == "s3" else SigV4Auth)(who, asked["service"], asked["region"])
    canonical = dict(request.headers)
    canonical["X-Amz-Date"] = sent["x-amz-date"]
    if who.token:
        canonical["X-Amz-Security-Token"] = who.token
    if asked["service"] == "s3" and "x-amz-content-sha256" not in canonical:
        canonical["X-Amz-Content-SHA256"] = signer.payload(request)
    for name in list(request.headers):
        del request.headers[name]
    for name, value in canonical.items():
        request.headers[name] = value
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)


def oauth(asked):
    header = {name.lower(): value for name, value in asked["headers"].items()}["authorization"]
    given = dict(part.strip().split("=", 1) for part in header.removeprefix("OAuth ").split(", "))
    given = {name: value.strip('"') for name, value in given.items()}
    url = urlsplit(asked["url"])
    parameters = [(quote(n, safe="~"), quote(v, safe="~")) for n, v in parse_qsl(url.query, keep_blank_values=True)]
    parameters += [(n, v) for n, v in given.items() if n.startswith("oauth_") and n != "oauth_signature"]
    if asked["form"]:
        form = base64.b64decode(asked["body"]).decode()
        parameters += [(quote(n, safe="~"), quote(v, safe="~")) for n, v in parse_qsl(form, keep_blank_values=True)]
    joined = "&".join(f"{n}={v}" for n, v in sorted(parameters))
    base = "&".join([asked["method"], quote(f"{url.scheme}://{url.netloc}{url.path}", safe="~"), quote(joined, safe="~")])
    key = quote(asked["secret"], safe="~") + "&" + quote(asked["tokenSecret"], safe="~")
    return quote(base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()).decode(), safe="~")


def recipe(asked):
    sent = {name.lower(): value for name, value in asked["headers"].items()}
    url = urlsplit(asked["url"])
    body = base64.b64decode(asked["body"])
    text = "\n".join(
        [sent["x-timestamp"], sent["x-nonce"], asked["method"], f"{url.path}?{url.query}", hashlib.sha256(body).hexdigest()]
    )
    return base64.b64encode(hmac.new(asked["secret"].encode(), text.encode(), hashlib.sha256).digest()).decode()


asked = json.load(sys.stdin)
print({"aws": aws, "oauth": oauth, "recipe": recipe}[asked["by"]](asked))
