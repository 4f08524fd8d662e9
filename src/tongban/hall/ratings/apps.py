"""The Django application of the ratings."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Ratings, what was refused, exclusions, rectifications."""

    name = "tongban.hall.ratings"
    verbose_name = "好差评"
