import ctypes
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from coursewright.delivery.sender import sealing
from coursewright.delivery.sender.signing import Signer


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def test_openssl_called_without_the_lock_signs_as_cryptography_does(key: RSAPrivateKey) -> None:
    free = sealing.free_seal(key)
    if free is None:
        pytest.skip("this Python has no OpenSSL that ctypes can reach")
    plain, wrong = sealing.seal(key), []

    def work() -> None:
        for n in range(100):
            data = b"a header\r\n" * n
            if free(data) != plain(data):
                wrong.append(n)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("kind", [OSError, AttributeError])
def test_without_it_cryptography_signs(
    key: RSAPrivateKey, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise kind

    monkeypatch.setattr(ctypes, "CDLL", none)
    signer = Signer("example.org", "s", key)
    assert not signer.free
    assert signer.sign([("From", "a@example.org")], b"0" * 32, 1)


def test_one_that_signs_otherwise_is_not_believed(
    key: RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "seal", lambda _: lambda _: b"another signature")
    assert sealing.free_seal(key) is None
