"""A customer's SAML identity provider: pysaml2, with its key in a folder. `metadata <folder>` prints what it says of itself; `accept <folder>
<entity id> <callback> <address>` reads the request in an address that a browser was sent to, and prints what it has understood."""

import datetime
import json
import pathlib
import sys
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.server import Server

BASE = "https://idp.acme.example"
SERVICE_PROVIDER = """<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{0}">
<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:AssertionConsumerService index="0" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{1}"/>
</md:SPSSODescriptor></md:EntityDescriptor>"""


def key_pair(folder):
    """The files of a key and of a certificate for it, made the first time."""
    key_file, certificate_file = pathlib.Path(folder, "idp.key"), pathlib.Path(folder, "idp.pem")
    if not certificate_file.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.acme.example")])
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        pem = serialization.Encoding.PEM
        plain = serialization.NoEncryption()
        key_file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain))
        certificate_file.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    return str(key_file), str(certificate_file)


def config(folder, metadata):
    key, certificate = key_pair(folder)
    services = [(BASE + "/sso/redirect", BINDING_HTTP_REDIRECT), (BASE + "/sso/post", BINDING_HTTP_POST)]
    return IdPConfig().load(
        {
            "entityid": BASE + "/metadata",
            "key_file": key,
            "cert_file": certificate,
            # Nothing here is signed or encrypted, so nothing calls it.
            "xmlsec_binary": "/bin/false",
            "service": {"idp": {"endpoints": {"single_sign_on_service": services}, "want_authn_requests_signed": False}},
            "metadata": {"inline": metadata},
        }
    )


def main(command, folder, *rest):
    if command == "metadata":
        described = config(folder, [])
        # It would be asked which algorithms it knows.
        described.xmlsec_binary = None
        print(entity_descriptor(described))
        return
    entity_id, callback, address = rest
    server = Server(config=config(folder, [SERVICE_PROVIDER.format(entity_id, callback)]))
    query = parse_qs(urlsplit(address).query)
    request = server.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT)
    where = server.response_args(request.message)
    said = {
        "id": request.message.id,
        "issuer": request.message.issuer.text,
        "destination": request.message.destination,
        "answer_to": where["destination"],
        "binding": where["binding"],
        "in_response_to": where["in_response_to"],
        "relay_state": query["RelayState"][0],
    }
    print(json.dumps(said))


main(*sys.argv[1:])
