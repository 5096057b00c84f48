"""A phone, or a key on a key ring, in software: it makes passkeys and signs with them, by the real cryptography."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN = "http://testserver"
_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey. `verifies` is whether it asks its holder for a finger or a PIN; `counts`, whether it counts uses."""

    origin: str = ORIGIN
    verifies: bool = True
    counts: bool = False
    count: int = 0
    user_handle: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(16))

    def make(self, options):
        """What a browser sends of a new passkey that it was asked for."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        holding = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + public
        data = self._authenticator_data(asked["rp"]["id"], _WITH_KEY) + holding
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", asked["challenge"])
        return self._sent(clientDataJSON=websafe_encode(client), attestationObject=websafe_encode(attested))

    def sign(self, options):
        """What a browser sends of what it was asked to sign."""
        asked = options["publicKey"]
        self.count += self.counts
        client = self._client_data("webauthn.get", asked["challenge"])
        data = self._authenticator_data(asked["rpId"], 0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._sent(
            clientDataJSON=websafe_encode(client),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signature),
            userHandle=self.user_handle,
        )

    def _authenticator_data(self, site, more):
        flags = _PRESENT | (_VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _sent(self, **response):
        known = websafe_encode(self.credential_id)
        told = {"id": known, "rawId": known, "type": "public-key", "clientExtensionResults": {}, "response": response}
        return json.dumps(told)
