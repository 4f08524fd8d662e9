"""Who may apply for an item."""

from enum import StrEnum


class Audience(StrEnum):
    """Who may apply; ``any`` admits both."""

    PERSON = "person"
    ENTERPRISE = "enterprise"
    ANY = "any"

    @property
    def label(self) -> str:
        """The Chinese word of the guide."""
        return {"person": "自然人", "enterprise": "企业和其他组织", "any": "自然人、企业和其他组织"}[self]

    def admits(self, kind: str) -> bool:
        """Whether a party of this kind ("person" or "enterprise") may apply."""
        return self is Audience.ANY or self.value == kind
