"""Pure: the two secrets of an invitation, one to be followed as a link and one to be read aloud, and their hashes."""

import hashlib
import secrets

#: Letters and figures that nobody mistakes for one another, spoken or written.
LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
_CODE = 8
#: 32 bytes, which is twice what nobody guesses.
_TOKEN = 32


def new_token() -> str:
    """What stands in the address of an invitation."""
    return secrets.token_urlsafe(_TOKEN)


def new_code() -> str:
    """Eight letters and figures to be read aloud, in two groups."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(_CODE))
    return f"{drawn[:4]}-{drawn[4:]}"


def hash_of(token: str) -> str:
    """Of a token only this is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_code(code: str, salt: str) -> str:
    """Of a code only this is kept, slow to try one by one; however it was typed. The salt is the token's own hash."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return hashlib.scrypt(plain.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()
