"""Under which names pages are served when the office named none."""

import pytest

from titian.base.hosts import is_of_the_office, name_of, named


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "192.168.1.20", "[fe80::1]", "[::1]", "localhost", "KJJ-SERVER", "kjj.local", "titian.lan."]
)
def test_addresses_and_names_of_the_local_network_are_served(host: str) -> None:
    assert is_of_the_office(host)


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.20.evil.example", "local.evil.example", "1.2.3.4.5", "a.locals"])
def test_a_name_that_anybody_may_register_is_not_served(host: str) -> None:
    assert not is_of_the_office(host)


def test_the_installations_own_name_is_served() -> None:
    assert is_of_the_office("kjj.example.gov.cn", own=name_of("https://KJJ.example.gov.cn:8443/"))


def test_an_installation_without_an_address_has_no_name() -> None:
    assert name_of("") == ""


def test_named_hosts_are_kept_and_the_own_machine_always_is() -> None:
    assert named("a.example, b.example")[:2] == ["a.example", "b.example"]
    assert "127.0.0.1" in named("a.example")
    assert named("") == ["*"]
    assert "*" in named("*")
