"""The names of the stories; nothing here needs a database."""

from tongban.common.errors import BadInput

NAMES = (
    "property-certificate",
    "business-suspension",
    "change-sharing",
    "enterprise-appeal",
    "bad-rating",
    "blocked-matter",
)


def check_story(name: str) -> None:
    """Refuse a story nobody wrote, naming those there are."""
    if name not in NAMES:
        raise BadInput("story.unknown", "没有名为“{given}”的案例:可选{names}。", given=name, names="、".join(NAMES))
