"""Households: whose addresses are counted together."""

from ipaddress import IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom.households import household


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1::/56"),
        ("2001:DB8:1:2:FFFF::9", "2001:db8:1::/56"),
        ("2001:0db8:0001:0002:0:0:0:7", "2001:db8:1::/56"),
        ("2001:db8:1:ff::1", "2001:db8:1::/56"),
        ("2001:db8:1:100::1", "2001:db8:1:100::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("fe80::2%wlan1", "fe80::/56"),
        ("::1", "::/56"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:0201", "192.0.2.1"),
        ("::ffff:192.0.2.2", "192.0.2.2"),
        ("", ""),
        ("testclient", "testclient"),
        ("unix:", "unix:"),
        ("192.0.2.1:443", "192.0.2.1:443"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        (":::::", ":::::"),
        ("2001:db8::1/64", "2001:db8::1/64"),
        ("fe80::1%", "fe80::/56"),
    ],
)
def test_an_address_belongs_to_a_household(address: str, home: str) -> None:
    assert household(address) == home


@given(network=st.integers(0, 2**56 - 1), one=st.integers(0, 2**72 - 1))
def test_a_network_of_56_bits_is_one_household_and_no_other_is_in_it(
    network: int, one: int
) -> None:
    addresses = IPv6Network((network << 72, 56))
    if network:  # in the first one are those that stand for IPv4
        assert household(str(addresses[one])) == household(str(addresses[0])) == str(addresses)


@given(address=st.text(max_size=60))
def test_whatever_stands_there_is_some_household(address: str) -> None:
    assert isinstance(household(address), str)
