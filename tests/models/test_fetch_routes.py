"""Downloading through proxies, and whom to trust."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.loopback_server import Loopback
from models.shop import CONTENT, Shop, a_model
from plainspoken_models.errors import DownloadError
from plainspoken_models.fetch import fetch
from plainspoken_models.registry import Model, Registry, Role
from plainspoken_models.store import Store

pytestmark = pytest.mark.usefixtures("no_proxy")


def test_the_proxy_of_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY gets the request for a host that this machine cannot even name."""
    with Loopback(CONTENT) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        model = a_model("http://models.invalid")
        store = Store(tmp_path / "store", Registry((model,)))
        assert fetch(model, store).read_bytes() == CONTENT
        assert [asked.path for asked in proxy.asked] == ["http://models.invalid/m.gguf"]


def test_a_proxy_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong HTTP_PROXY is told as such."""
    with Loopback(CONTENT) as gone:
        pass
    monkeypatch.setenv("HTTP_PROXY", gone.address)
    model = a_model("http://models.invalid")
    with pytest.raises(DownloadError, match="proxy"):
        fetch(model, Store(tmp_path, Registry((model,))), pause=lambda _seconds: None)


def test_a_model_without_an_address_is_not_looked_for(tmp_path: Path) -> None:
    """What ships is not to be had by download."""
    model = Model(
        id="m",
        role=Role.TAGGER,
        title="",
        file="m.gguf",
        sha256="",
        licence="",
        licence_url="",
        memory_mb_estimate=1,
    )
    with pytest.raises(DownloadError, match="no address"):
        fetch(model, Store(tmp_path, Registry((model,))))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody signed, its key beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("the certificate is made with openssl")
    file = tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = ["-keyout", str(file.with_name("key.pem")), "-out", str(file)]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    return file


@pytest.fixture
def secure_shop(tmp_path: Path, certificate: Path) -> Iterator[Shop]:
    """A shop whose server speaks TLS with that certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with Loopback(CONTENT, tls=tls) as server:
        yield Shop(server, tmp_path / "store")


def test_a_certificate_of_the_systems_store_is_trusted(
    secure_shop: Shop, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hospital's own certificate need only be in the system's store."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # where OpenSSL's system store is looked for
    assert secure_shop.fetch().read_bytes() == CONTENT


def test_a_certificate_that_the_system_does_not_have_is_refused(
    secure_shop: Shop, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, with a sentence about it, and whatever the list that comes with the library says."""
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    with pytest.raises(DownloadError, match="certificate"):
        secure_shop.fetch()
    assert secure_shop.pauses == []


def test_a_list_of_certificates_that_is_not_there_is_named(
    secure_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong REQUESTS_CA_BUNDLE is told as such."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/certificates.pem")
    with pytest.raises(DownloadError, match="REQUESTS_CA_BUNDLE"):
        secure_shop.fetch()
