"""Who may be told what, and where: entitlements by field, and addresses that are safe to send to."""

import re
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from tongban.common.errors import BadInput

from .catalogue import EventType

SEALED = "$party"  # no field name: cannot be mistaken for what an event carries
NOT_ENTITLED = "事件中没有授予该订阅方的字段"
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
URL = re.compile(r"[\x21-\x7e]{1,500}\Z")
SECONDS = range(1, 61)


def check_code(code: str) -> None:
    """Refuse a subscriber code that is not lower-case letters, digits and hyphens."""
    if not CODE.match(code):
        raise BadInput(
            "subscriber.code",
            "订阅方代码“{given}”不合规则:请用小写字母开头,仅含小写字母、数字和连字符,不超过 40 个字符。",
            given=code,
        )


def check_timeout(seconds: int) -> None:
    """Refuse a time limit outside 1 to 60 seconds."""
    if seconds not in SECONDS:
        raise BadInput("subscriber.timeout", "超时“{seconds}”不合规则:请填 1 至 60 的整数(秒)。", seconds=seconds)


def bad_url(url: str, why: str) -> BadInput:
    """The refusal of an address; credentials in it are not repeated."""
    shown = url if "@" not in url else "(地址含“@”,不予显示)"
    return BadInput(
        "subscriber.url",
        "接收地址“{url}”不能用:{why}。请填写接收方提供的 http 或 https 地址。",
        url=shown,
        why=why,
    )


def split_url(url: str) -> SplitResult:
    """The parts of an address; refuses what cannot be read as one."""
    if not URL.match(url):
        raise bad_url(url, "须为 1 至 500 个可见 ASCII 字符")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_url(url, "格式或端口无法识别") from None
    if port == 0:
        raise bad_url(url, "端口无法识别")
    return parts


def check_url(url: str, *, allow_loopback: bool, allow_private: bool = True) -> None:
    """Refuse an address that is not plain http(s), carries credentials or points back at this machine."""
    parts = split_url(url)
    if parts.scheme not in {"http", "https"}:
        raise bad_url(url, "只支持 http 和 https")
    if parts.username is not None or parts.password is not None:
        raise bad_url(url, "地址里不得写用户名或密码")
    if "#" in url or "\\" in url:
        raise bad_url(url, "地址里不得有“#”或“\\”")
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise bad_url(url, "缺少主机名")
    if (host == "localhost" or host.endswith(".localhost")) and not allow_loopback:
        raise bad_url(url, "指向本机")
    address = as_address(host)
    if address and is_forbidden_address(address, allow_loopback=allow_loopback):
        raise bad_url(url, "指向本机、链路本地或组播地址")
    if address and is_forbidden_address(address, allow_loopback=allow_loopback, allow_private=allow_private):
        raise bad_url(url, "指向内部网络")


def as_address(host: str) -> IPv4Address | IPv6Address | None:
    """The numeric address a host name spells out, if it does."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_forbidden_address(
    address: IPv4Address | IPv6Address, *, allow_loopback: bool, allow_private: bool = True
) -> bool:
    """Whether nothing may be sent there; asked again for the peer really connected to, because names can move.

    Subscribers are entered by administrators and may stand in the city's own network; ``allow_private`` False is for
    addresses that others give.
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return not allow_loopback
    if not allow_private and not address.is_global:
        return True
    return address.is_link_local or address.is_multicast or address.is_unspecified


def check_entitlements(given: object, known: Mapping[str, EventType]) -> dict[str, list[str]]:
    """Entitlements in order (type → sorted field names); refuses unknown events, unknown fields and empty lists."""
    if not isinstance(given, Mapping):
        raise BadInput("entitlement.form", "授权清单须写作“事件类型:字段名列表”,一行一个事件类型。")
    return {str(name): check_fields(str(name), given[name], known) for name in sorted(given, key=str)}


def check_fields(name: str, fields: object, known: Mapping[str, EventType]) -> list[str]:
    """The sorted fields of one event of an entitlement."""
    if name not in known:
        raise BadInput(
            "entitlement.type",
            "授权清单里的事件类型“{name}”不存在:已有的是 {known}。",
            name=name,
            known="、".join(sorted(known)) or "(无)",
        )
    if not isinstance(fields, list | tuple | set | frozenset) or not fields:
        raise BadInput(
            "entitlement.fields", "事件“{name}”的授权字段须为非空列表:不需要这类事件时请整行删去。", name=name
        )
    if strangers := sorted({str(field) for field in fields} - known[name].fields):
        raise BadInput(
            "entitlement.field",
            "事件“{name}”没有字段“{field}”:可授权的是 {fields}。",
            name=name,
            field=strangers[0],
            fields="、".join(sorted(known[name].fields)),
        )
    return sorted({str(field) for field in fields})


def is_sealed(value: object) -> bool:
    """Whether a field holds, instead of an identifier, whose it is."""
    return isinstance(value, Mapping) and value.keys() == {SEALED}


def entitled(*, data: Mapping[str, Any], about: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """What of an event may be sent: empty when no field of ``data`` is entitled.

    ``about`` says whom the event is about; it goes along where entitled but is no reason to send by itself.
    """
    allowed = frozenset(fields)
    changed = {name: value for name, value in data.items() if name in allowed}
    if not changed:
        return {}
    return {name: value for name, value in about.items() if name in allowed} | changed
