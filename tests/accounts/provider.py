"""A provider of OpenID Connect, as small as one can be: real HTTP, keys and signatures, in a thread of the test."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "places", "a-secret-of-the-client"


class Provider:
    """Says who someone is: `claims` is added to what its tokens say, `about` to what it says of itself; `key` signs."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.published = self.key
        self.claims, self.about, self.asked, self.requests = {}, {}, {}, []
        self.algorithm, self.token_status, self.drop = "RS256", 200, ()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def signs_in(self, address, *, subject="7f3a", email="nell@loom.example", name="Nell Loom"):
        """What someone does there who was led to `address`: where they are led back, as a path of our site."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked | {"subject": subject, "email": email, "name": name}
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def describes(self):
        at = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in at.items()}, **self.about}

    def keys(self):
        public = json.loads(RSAAlgorithm.to_jwk(self.published.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, form):
        """What is given for a code, once, to whoever holds the client's secret and the verifier."""
        asked = self.asked.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or form.get("client_secret") != SECRET or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": asked["subject"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": asked["email"],
            "email_verified": True,
            "name": asked["name"],
        } | self.claims
        said = {name: value for name, value in said.items() if name not in self.drop}
        key = self.key if self.algorithm == "RS256" else {"HS256": "k" * 40, "none": None}[self.algorithm]
        return self.token_status, {"id_token": jwt.encode(said, key, self.algorithm, headers={"kid": "one"})}


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            provider.requests.append(self.path)
            pages = {"/.well-known/openid-configuration": provider.describes, "/keys": provider.keys}
            page = pages.get(self.path)
            self._answer(200 if page else 404, page() if page else {})

        def do_POST(self):
            provider.requests.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({name: each[0] for name, each in parse_qs(body).items()}))

        def _answer(self, status, told):
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", provider.issuer + "/keys")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said):
            """Nothing is written."""

    return Handler
