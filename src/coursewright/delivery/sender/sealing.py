"""RSA by the OpenSSL that Python itself runs with, while other threads go on.

`cryptography` holds Python's lock for the quarter of a millisecond that a signature takes; a call
through ctypes does not. Used only where it is found and signs a sample just as `cryptography`
does: a PKCS #1 v1.5 signature is the same every time (RFC 8017 8.2).
"""

import ctypes
import ssl
import weakref
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_void_p
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

__all__ = ["Seal", "free_seal", "seal"]

Seal = Callable[[bytes], bytes]
_PADDING, _HASH = PKCS1v15(), SHA256()
_SAMPLE = b"the same key, the same signature"
_QUICK: dict[str, tuple[Any, list[Any]]] = {  # EVP_DigestSign(3), as since OpenSSL 1.1.1
    "d2i_AutoPrivateKey": (c_void_p, [c_void_p, POINTER(c_char_p), c_long]),
    "EVP_PKEY_free": (None, [c_void_p]),
    "EVP_MD_CTX_new": (c_void_p, []),
    "EVP_MD_CTX_free": (None, [c_void_p]),
    "EVP_sha256": (c_void_p, []),
    "EVP_DigestSignInit": (c_int, [c_void_p] * 5),
}
_SLOW: dict[str, tuple[Any, list[Any]]] = {
    "EVP_DigestSign": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]),
}


def seal(key: RSAPrivateKey) -> Seal:
    """Return what signs with a key, by `cryptography`."""
    return lambda data: key.sign(data, _PADDING, _HASH)


def free_seal(key: RSAPrivateKey) -> Seal | None:
    """Return what signs with a key and leaves Python's lock to others, or None: there is none."""
    try:
        found = _Sealer(*_functions(), key)
        good = found(_SAMPLE) == seal(key)(_SAMPLE)
    except (OSError, AttributeError, ValueError, ctypes.ArgumentError):
        return None
    return found if good else None


class _Sealer:
    """A key in the hands of OpenSSL."""

    def __init__(self, library: ctypes.PyDLL, sign: Any, key: RSAPrivateKey) -> None:
        der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        place = c_char_p(der)
        self._key = library.d2i_AutoPrivateKey(None, byref(place), len(der))
        if not self._key:
            raise ValueError("OpenSSL does not take the key")
        weakref.finalize(self, library.EVP_PKEY_free, self._key)
        self._library, self._hash, self._sign = library, library.EVP_sha256(), sign
        self._size = (key.key_size + 7) // 8

    def __call__(self, data: bytes) -> bytes:
        openssl = self._library
        context = openssl.EVP_MD_CTX_new()
        try:
            made, size = ctypes.create_string_buffer(self._size), c_size_t(self._size)
            good = openssl.EVP_DigestSignInit(context, None, self._hash, None, self._key) == 1
            if not good or self._sign(context, made, byref(size), data, len(data)) != 1:
                raise ValueError("OpenSSL did not sign")
            return made.raw[: size.value]
        finally:
            openssl.EVP_MD_CTX_free(context)


def _functions() -> tuple[ctypes.PyDLL, Any]:
    """Return what is quick, called with Python's lock held, and what is slow, called without."""
    # What the module `ssl` is linked with is found by way of it, whatever its name and place are.
    name = ssl._ssl.__file__  # type: ignore[attr-defined]
    quick, slow = ctypes.PyDLL(name), ctypes.CDLL(name)
    for library, functions in ((quick, _QUICK), (slow, _SLOW)):
        for function, (result, arguments) in functions.items():
            found = getattr(library, function)
            found.restype, found.argtypes = result, arguments
    return quick, slow.EVP_DigestSign
