"""Households: whose addresses are counted together, wherever something is limited by address."""

from ipaddress import IPv6Address, ip_network
from typing import Final

_HOME: Final = 56  # bits of an IPv6 address; the rest is the household's or the office's own choice


def household(address: str) -> str:
    """The household of an address: an IPv4 address by itself, an IPv6 network of 56 bits.

    What is no address stands for itself.
    """
    if ":" not in address:
        return address
    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped or ip_network((found, _HOME), strict=False))
