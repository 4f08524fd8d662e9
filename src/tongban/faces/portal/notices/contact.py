"""How a party wants to be reached: channels, quiet hours, addresses and their proofs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.casework.notices import queries, services
from tongban.casework.notices.queries import Channel
from tongban.common.errors import DomainError, NotAllowed, NotFound
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.parties import queries as parties

if TYPE_CHECKING:
    from tongban.casework.notices.models import ContactPoint

HERE = "/my/contact"
ACTS = frozenset({"choose", "address", "code", "again", "remove"})
FIELDS = {"choose": frozenset({"wanted", "quiet"}), "address": frozenset({"address"}), "code": frozenset({"code"})}


@dataclass(frozen=True)
class Way:
    """A channel as its card shows it; ``refusal`` is what was wrong with ``typed`` when ``act`` was tried."""

    channel: Channel
    is_open: bool
    point: "ContactPoint | None"
    registered: str
    act: str = ""
    typed: str = ""
    refusal: DomainError | None = None
    secret: str = ""

    @property
    def shown(self) -> str:
        """The address in use, masked."""
        return self.point.address_masked if self.point and self.point.address_masked else self.registered

    @property
    def has_own(self) -> bool:
        """Whether the party gave an address."""
        return bool(self.point and self.point.address_masked)

    @property
    def is_proven(self) -> bool:
        """Whether messages go to the address shown."""
        return bool(self.point and self.point.verified_at) if self.has_own else bool(self.registered)

    @property
    def wanted(self) -> bool:
        """Whether messages are wanted here."""
        return self.point.wanted if self.point else bool(self.registered)

    @property
    def quiet(self) -> bool:
        """Whether it is silent at night."""
        return self.point.quiet if self.point else True


@page("GET")
def contact(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Every channel with its address and what is wanted."""
    return drawn(request, reader)


def drawn(request: HttpRequest, reader: Reader, **tried: Any) -> HttpResponse:
    """The page; ``tried`` is an act on a channel with what was typed, refused or answered with a secret."""
    if reader.actor.party_id is None:
        raise NotAllowed("contact.not_yours", "只有当事人本人可以设置接收方式:请由本人登录后设置。")
    hours = queries.quiet_hours()
    refusal = tried.get("refusal")
    context = {
        "ways": ways_of(reader.actor.party_id, tried),
        "begins": f"{hours.begins:%H:%M}",
        "ends": f"{hours.ends:%H:%M}",
        "has_quiet": hours.begins != hours.ends,
        "token": forms.one_time(),
        "refusal": refusal,
    }
    return shown_to(request, reader, "portal/notices/contact.html", context, refusal.status if refusal else 200)


def ways_of(party_id: int, tried: dict[str, Any]) -> list[Way]:
    """The channels of a party; a system is offered to enterprises alone."""
    party, points, open_ones = parties.party(party_id), queries.contact_points(party_id), queries.open_channels()
    offered = [one for one in Channel if one is not Channel.WEBHOOK or party.kind == parties.PartyKind.ENTERPRISE]
    return [
        Way(
            one,
            one in open_ones,
            points.get(one),
            party.phone_masked if one is Channel.SMS else "",
            **{name: value for name, value in tried.items() if name != "channel"}
            if tried.get("channel") is one
            else {},
        )
        for one in offered
    ]


@page("GET", "POST")
def change(request: HttpRequest, reader: Reader, *, channel: str, act: str) -> HttpResponse:
    """One act on one channel, and back to the page."""
    if channel not in set(Channel) or act not in ACTS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    way = Channel(channel)
    if request.method == "GET":  # led back here after a sign-in, with what was typed
        typed = kept(request)
        return drawn(request, reader, channel=way, act=act, typed=typed.get("address", "") if typed else "")
    secret: list[str] = []
    try:
        forms.check_names(request, FIELDS.get(act, frozenset()))
        said = acted(request, reader, way, act, secret)
    except DomainError as refusal:
        typed_text = request.POST.get("address", "")[:300]
        return drawn(request, reader, channel=way, act=act, typed=typed_text, refusal=refusal)
    if secret:
        return drawn(request, reader, channel=way, act=act, secret=secret[0])
    messages.success(request, said)
    return HttpResponseRedirect(f"{HERE}#{channel}")


def acted(request: HttpRequest, reader: Reader, channel: Channel, act: str, secret: list[str]) -> str:
    """Do it; what rings somewhere is done once for one form. Returns what to say."""
    by: dict[str, Any] = {"channel": channel, "actor": reader.actor, "at": now(request)}
    match act:
        case "choose":
            services.choose(wanted="wanted" in request.POST, quiet="quiet" in request.POST, **by)
            return _("已保存。")
        case "code":
            services.verify(code=request.POST.get("code", ""), **by)
            return _("已验证,以后的消息会发到这里。")
        case "remove":
            services.remove_address(**by)
            return _("已删除。")

    def once() -> dict[str, Any]:
        if act == "again":
            services.send_proof_again(**by)
        else:
            secret.extend(
                [made] if (made := services.set_address(address=request.POST.get("address", ""), **by)) else []
            )
        return {}

    forms.once(request, reader.actor, now(request), once)
    if channel is Channel.WEBHOOK:
        return _("验证消息已排队发送:您的系统答复 2xx 和回执后即生效。")
    return _("验证码已发送,请在 30 分钟内填写。")
