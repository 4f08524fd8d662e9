"""How notices leave the house comes from the environment, and what cannot be meant is refused at the start."""

from datetime import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.settings import mail, quiet_hours


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://city%40example.cn:p%2Fw@mail.example", 587, True, False),
        ("smtps://city:pw@mail.example:1465", 1465, False, True),
    ],
)
def test_a_mail_server_is_an_address(url: str, port: int, tls: bool, ssl: bool):
    found = mail(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (tls, ssl)


def test_name_and_password_of_a_mail_server_are_decoded():
    found = mail("smtp+tls://city%40example.cn:p%2Fw@mail.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("city@example.cn", "p/w")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtps:mail.example"])
def test_what_is_no_mail_server_is_refused(url: str):
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_MAIL"):
        mail(url)


def test_quiet_hours_are_two_hours_or_off():
    assert quiet_hours("21:00-08:00") == (time(21), time(8))
    assert quiet_hours("22:30-07:15") == (time(22, 30), time(7, 15))
    assert quiet_hours("off") == (time(0), time(0))


@pytest.mark.parametrize("text", ["21:00", "21:00-08:00-09:00", "25:00-08:00", "night", "-"])
def test_what_are_no_quiet_hours_is_refused(text: str):
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_QUIET"):
        quiet_hours(text)
