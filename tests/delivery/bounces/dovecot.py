"""A real IMAP and POP server: Dovecot, on ports of its own, with a certificate of the tests."""

import base64
import datetime as dt
import getpass
import hmac
import itertools
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Dovecot"]

PASSWORD = "correct-horse"  # noqa: S105 -- of the tests
_KEY = b"the key that signs the tokens of the tests"
_numbers = itertools.count()
_CONFIG = """\
base_dir = {run}
state_dir = {run}
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  args = {folder}/oauth2.conf
  mechanisms = xoauth2
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = 0
  }}
  inet_listener pop3s {{
    port = {pop}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_OAUTH2 = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""


class Dovecot:
    """A server with one Maildir for whoever logs in."""

    def __init__(self) -> None:
        program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
        assert program, "these tests need Dovecot: apt-get install dovecot-imapd dovecot-pop3d"
        self.folder = Path(tempfile.mkdtemp(prefix="coursewright-mail-"))
        self.folder.chmod(0o755)
        self.imap, self.pop = _free_port(), _free_port()
        _write_certificate(self.folder)
        keys = self.folder / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(_KEY))
        (self.folder / "oauth2.conf").write_text(_OAUTH2.format(folder=self.folder), "ascii")
        root = os.geteuid() == 0
        me = getpass.getuser()
        mail = pwd.getpwnam("nobody" if root else me)  # Dovecot serves nobody's mail as root
        self._owner = (mail.pw_uid, mail.pw_gid)
        self.user, self.maildir = "", self.folder
        config = _CONFIG.format(
            folder=self.folder,
            run=self.folder / "run",
            user=mail.pw_uid,
            group=mail.pw_gid,
            internal="dovecot" if root else me,
            internal_group="dovecot" if root else os.getegid(),
            login="dovenull" if root else me,
            password=PASSWORD,
            imap=self.imap,
            pop=self.pop,
        )
        (self.folder / "dovecot.conf").write_text(config, "ascii")
        self.process = subprocess.Popen(
            [program, "-F", "-c", str(self.folder / "dovecot.conf")], stderr=subprocess.DEVNULL
        )
        for port in (self.imap, self.pop):
            self._wait(port)

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def deliver(self, *messages: bytes) -> None:
        for data in messages:
            name = f"{time.time_ns()}.{len(list(self.maildir.glob('*/*')))}.test"
            path = self.maildir / "new" / name
            path.write_bytes(data.replace(b"\r\n", b"\n"))
            path.chmod(0o666)

    def fresh(self) -> None:
        """Give the next reader a user and a Maildir of their own."""
        self.user = f"bounces{next(_numbers)}@example.org"
        self.maildir = self.folder / "mail" / self.user
        for name in ("", "new", "cur", "tmp"):
            (self.maildir / name).mkdir(parents=True, exist_ok=True)
            os.chown(self.maildir / name, *self._owner)

    @property
    def flags(self) -> list[str]:
        """The flags of the messages: `S` for seen, `T` for deleted."""
        return sorted(path.name.partition(":2,")[2] for path in self.maildir.glob("[nc][eu][wr]/*"))

    def token(self, *, good: bool = True) -> str:
        """Return a token of OAuth2 for the user: a JWT that the server can check by itself."""
        now = int(time.time())  # noqa: TID251 -- a token of now
        head = _part({"alg": "HS256", "typ": "JWT"})
        body = _part({"sub": self.user, "iat": now - 60, "nbf": now - 60, "exp": now + 3600})
        key = _KEY if good else b"another key"
        sign = base64.urlsafe_b64encode(hmac.digest(key, f"{head}.{body}".encode(), "sha256"))
        return f"{head}.{body}.{sign.decode().rstrip('=')}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _wait(self, port: int) -> None:
        for _ in range(600):
            assert self.process.poll() is None, self.log()
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log())


def _part(data: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 -- a certificate of today
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(form))
    (folder / "key.pem").write_bytes(
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
