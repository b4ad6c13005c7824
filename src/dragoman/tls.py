"""Why an encrypted connection fails: the driver says only that nobody answers."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

PORT = 7687
SECONDS = 5.0


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
        return (
            f"the server's certificate is not trusted ({error.verify_message}); name its authority's file in "
            "SSL_CERT_FILE, or take any certificate with +ssc instead of +s"
        )
    except (ssl.SSLError, ConnectionResetError, BrokenPipeError) as error:
        return f"the server speaks no TLS there ({getattr(error, 'reason', None) or error}); leave +s or +ssc out"
    except OSError:  # nobody there
        return ""
