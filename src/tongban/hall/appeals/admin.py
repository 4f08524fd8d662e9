"""Appeals in the administration, to look at."""

from django.contrib import admin

from tongban.hall.appeals.models import Answer, Appeal, CallBack, GroupAlert, TextModel
from tongban.registry.browsing import ReadOnly


@admin.register(Appeal)
class AppealAdmin(ReadOnly):
    """What was asked."""

    list_display = ["case", "type", "is_emergency", "returns", "reopenings"]
    list_filter = ["type", "is_emergency"]
    list_select_related = ["case"]


@admin.register(Answer)
class AnswerAdmin(ReadOnly):
    """Answers."""

    list_display = ["case", "outcome", "answered_at", "answered_by_name"]
    list_select_related = ["case"]


@admin.register(CallBack)
class CallBackAdmin(ReadOnly):
    """Call-backs."""

    list_display = ["case", "result", "called_at", "called_by_name"]
    list_select_related = ["case"]


@admin.register(GroupAlert)
class GroupAlertAdmin(ReadOnly):
    """Alerts."""

    list_display = ["place", "enterprise", "reports", "raised_at", "handled_at"]
    list_select_related = ["enterprise"]


@admin.register(TextModel)
class TextModelAdmin(ReadOnly):
    """Models."""

    list_display = ["learnt_at", "cases", "rows", "labels"]
    exclude = ["content"]
