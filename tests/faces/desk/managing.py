"""What the tests of administration share: a second administrator, forms sent as a browser sends them, words of a page."""

import html
import re
from typing import Any

from tests.cast import OPENED_ON
from tests.faces.cast import PASSWORD, Cast

from tongban.common.actors import Role
from tongban.registry.accounts import services as sign_ins
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import IdentityType

MOST_STATEMENTS, LARGEST = 12, 100_000


def hire_second(people: Cast) -> None:
    """Another administrator with a sign-in of the name ``second``."""
    member = agencies.hire(
        number="T0014",
        name="管理员乙",
        agency="hf-zwfw",
        identity_type=IdentityType.ADMINISTRATIVE,
        from_on=OPENED_ON,
    )
    agencies.assign_role(number="T0014", role=Role.ADMIN, jurisdiction="340100", from_on=OPENED_ON, document="任职文件")
    sign_ins.create_account(username="second", password=PASSWORD, staff=member, at=people.at)


def words(response: Any) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def token_of(response: Any) -> str:
    """The one-time token of a form that must be shown."""
    assert response.status_code == 200, words(response)
    return str(re.findall(r'name="token" value="([^"]+)"', response.content.decode())[0])


def send(people: Cast, path: str, who: str = "admin", **typed: Any) -> Any:
    """Open a form and send it."""
    token = token_of(people.get(who, path))
    return people.client(who).post(path, {"token": token, **typed})


def done(people: Cast, path: str, who: str = "admin", **typed: Any) -> str:
    """Send a form that must be accepted; where it leads."""
    response = send(people, path, who, **typed)
    assert response.status_code == 302, words(response)
    return str(response.headers["Location"])


def shown_once(people: Cast, path: str, who: str = "admin", **typed: Any) -> str:
    """Send a form that must show a secret; the secret."""
    response = send(people, path, who, **typed)
    assert response.status_code == 200, words(response)
    found = re.findall(r'class="secret"><code>([^<]+)</code>', response.content.decode())
    assert len(found) == 1, words(response)
    return str(found[0])
