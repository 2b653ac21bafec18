"""Whether a host is this machine."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether what is sent to a host leaves this machine: `localhost` and names below it, 127.0.0.0/8, ::1.

    A name is not looked up: `localhost` always means this machine (https://www.rfc-editor.org/rfc/rfc6761#section-6.3).
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
