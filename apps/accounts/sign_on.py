"""Signing in with one's organisation: OpenID Connect, authorisation code with PKCE. Nothing is written here.

What a provider says is believed of addresses at the organisation's verified domains only, and only once an
administrator approved it: an organiser who names a provider of their own makes no identities with it.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.mfa.adapter import get_adapter
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from apps.accounts.domains import domain_of
from apps.accounts.fetching import NotFetched, fetched_json, is_address
from apps.accounts.models import SignOn, User
from apps.common.errors import Refused

#: Signatures that are taken: those with a key that only the provider has.
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
#: Clocks differ.
_LEEWAY = 60
#: So many seconds someone may take at their provider.
_BACK_WITHIN = 900


@dataclass(frozen=True)
class Known:
    """Who a provider says that someone is."""

    subject: str
    email: str
    name: str


def sign_on_for(email: str) -> SignOn | None:
    """How whoever has an address signs in with their organisation; None where that cannot be."""
    counting = SignOn.objects.counting().filter(organisation__domains__domain=domain_of(email))
    return counting.order_by("approved_at", "pk").first()


def must_sign_on(account: User) -> bool:
    """Whether someone's organisation wants them to come in by its provider. Roles on the platform stay reachable."""
    if account.platform_roles:
        return False
    demanding = SignOn.objects.counting().filter(is_demanded=True, organisation__people__person=account)
    return demanding.filter(organisation__domains__domain=domain_of(account.email)).exists()


def asked_of(sign_on: SignOn, *, email: str, back: str) -> tuple[str, dict[str, Any]]:
    """Where someone is led to sign in, and what is kept until they are back at `back`. Raises Refused."""
    about = described(sign_on.issuer)
    verifier, state, nonce = (secrets.token_urlsafe(48) for _each in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": sign_on.client_id,
        "redirect_uri": back,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": email,
    }
    joined = "&" if "?" in about["authorization_endpoint"] else "?"
    kept = {"sign_on": sign_on.pk, "state": state, "nonce": nonce, "verifier": verifier, "back": back}
    return f"{about['authorization_endpoint']}{joined}{urlencode(asked)}", kept | {"at": time.time()}


def described(issuer: str) -> dict[str, str]:
    """What a provider says of itself: where one signs in, where tokens and keys are. Raises Refused."""
    try:
        about = fetched_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    except NotFetched:
        raise Refused(_("The provider did not answer as one does. Try again later, or tell your organiser.")) from None
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if about.get("issuer") != issuer or not all(is_address(str(about.get(name, ""))) for name in needed):
        raise Refused(_("The provider does not describe itself as the one that was named. Tell your organiser."))
    return {name: str(about[name]) for name in ("issuer", *needed)}


def known_by(sign_on: SignOn, kept: dict[str, Any], *, code: str, state: str) -> Known:
    """Who came back from the provider. Raises Refused unless every part of it holds."""
    recent = 0 <= time.time() - kept.get("at", 0) <= _BACK_WITHIN
    if not recent or not code or not constant_time_compare(kept.get("state", ""), state):
        raise Refused(over())
    about = described(sign_on.issuer)
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": kept["back"],
        "client_id": sign_on.client_id,
        "client_secret": get_adapter().decrypt(sign_on.client_secret),
        "code_verifier": kept["verifier"],
    }
    try:
        token = str(fetched_json(about["token_endpoint"], sent=sent).get("id_token", ""))
        claims = _claims(token, fetched_json(about["jwks_uri"]), sign_on)
    except (NotFetched, jwt.PyJWTError):
        raise Refused(_unbelieved()) from None
    if not constant_time_compare(str(claims.get("nonce", "")), kept["nonce"]):
        raise Refused(_unbelieved())
    return _believed(sign_on, claims)


def over() -> str:
    return _("That took too long, or was done already. Begin again.")


def _unbelieved() -> str:
    return _("What your organisation’s provider said could not be believed. Begin again; if it stays so, tell them.")


def _claims(token: str, keys: dict[str, Any], sign_on: SignOn) -> dict[str, Any]:
    """What a token says, once its signature, its issuer, whom it is for and its time are right. Raises PyJWTError."""
    header = jwt.get_unverified_header(token)
    offered = [each for each in jwt.PyJWKSet.from_dict(keys).keys if each.public_key_use in (None, "sig")]
    fitting = [each for each in offered if each.key_id == header.get("kid")] if "kid" in header else offered
    if len(fitting) != 1:
        raise jwt.InvalidTokenError("no key, or more than one")
    claims: dict[str, Any] = jwt.decode(
        token,
        fitting[0],
        algorithms=_SIGNATURES,
        audience=sign_on.client_id,
        issuer=sign_on.issuer,
        leeway=_LEEWAY,
        options={"require": ["iss", "aud", "sub", "exp", "iat"]},
    )
    for_others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", sign_on.client_id) != sign_on.client_id or (for_others and "azp" not in claims):
        raise jwt.InvalidAudienceError("for another site")
    return claims


def _believed(sign_on: SignOn, claims: dict[str, Any]) -> Known:
    """Whom a provider may speak of: people with addresses at its organisation's domains, which it does not doubt."""
    email = str(claims.get("email") or "").strip()
    domains = set(sign_on.organisation.domains.values_list("domain", flat=True))
    if not email or domain_of(email) not in domains:
        sentence = _("Your organisation’s provider did not say an address at %(domains)s. Ask them to, then try again.")
        raise Refused(sentence % {"domains": ", ".join(sorted(domains)) or "–"})
    # Some providers never say whether it is verified: of their own domains an administrator let them speak.
    if claims.get("email_verified", True) not in (True, "true"):
        raise Refused(_("Your organisation has not verified your email address yet. Ask them to, then try again."))
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 255:
        raise Refused(_unbelieved())
    return Known(subject, email, str(claims.get("name") or "").strip()[:120])


def packed(known: Known) -> str:
    """As it is kept in a session."""
    return json.dumps([known.subject, known.email, known.name])


def unpacked(text: str) -> Known:
    return Known(*json.loads(text))
