"""The Django application of the exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Outbox, subscribers, deliveries and idempotency keys."""

    name = "tongban.casework.exchange"
    verbose_name = "数据共享与推送"
