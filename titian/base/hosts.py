"""Under which names pages are served when the office names none: those only a machine of its own network can have. Pure Python.

A foreign site can make its own name point at the office's server (DNS rebinding) and read, from an officer's browser, what a firewall
keeps from it. It cannot do so with a bare address, a name without a dot or a name of the local network.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

LOCAL = (".local", ".localhost", ".lan", ".internal")


def is_of_the_office(host: str, own: str = "") -> bool:
    """Is `host` (without port) an address, a name of the local network, or `own`, the name the installation gives itself?"""
    name = host.lower().removesuffix(".")
    return "." not in name or name.endswith(LOCAL) or name == own or _is_address(name)


def name_of(url: str) -> str:
    """The host in the installation's own address; "" when there is none."""
    return (urlsplit(url).hostname or "").lower()


def named(hosts: str) -> Sequence[str]:
    """`TITIAN_HOSTS` as a list for Django; the server's own machine always reaches it."""
    names = [name.strip() for name in hosts.split(",") if name.strip()]
    return [*names, "localhost", "127.0.0.1", "[::1]"] if names else ["*"]


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
