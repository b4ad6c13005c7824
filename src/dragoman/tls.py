"""Why an encrypted connection fails: the driver says only that nobody answers."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

PORT = 7687
SECONDS = 5.0
OUT_OF_DATE = (9, 10)
"""OpenSSL's codes of a certificate that is not valid yet, or no more."""
ANOTHER_NAME = (62, 64)
"""OpenSSL's codes of a certificate for another host or address."""


def tls_flaw(uri: str) -> str:
    """What is wrong with TLS at an address (`bolt+s://…`); empty if nothing is, or if it is not encrypted."""
    parts = urlsplit(uri)
    if not parts.scheme.endswith(("+s", "+ssc")) or not parts.hostname:
        return ""
    context = ssl.create_default_context()
    if parts.scheme.endswith("+ssc"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((parts.hostname, parts.port or PORT), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname),
        ):
            return ""
    except ssl.SSLCertVerificationError as error:
        return f"{_flaw_of_certificate(error)}, or take any certificate with +ssc instead of +s"
    except (ssl.SSLError, ConnectionResetError, BrokenPipeError) as error:
        return f"the server speaks no TLS there ({getattr(error, 'reason', None) or error}); leave +s or +ssc out"
    except OSError:  # nobody there
        return ""


def _flaw_of_certificate(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate, and what to do."""
    if error.verify_code in OUT_OF_DATE:
        return f"the server's certificate is out of date ({error.verify_message}): have it renewed"
    if error.verify_code in ANOTHER_NAME:
        return f"the server's certificate is for another host ({error.verify_message}): use the name that stands in it"
    return (
        f"the server's certificate is not trusted ({error.verify_message}): name its authority's file in SSL_CERT_FILE"
    )
