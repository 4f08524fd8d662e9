"""The notices in the admin: to look at; what is told, handled and acknowledged are acts."""

from django.contrib import admin

from tongban.casework.notices.models import ContactPoint, Dispatch, DispatchEntry, Notice, PhoneProof
from tongban.registry.browsing import ReadOnly


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    exclude = ("text", "link", "phone_sealed", "phone_index")  # a link may let whoever has it rate
    list_display = ("title", "case_number", "told_at", "read_at")


@admin.register(ContactPoint)
class ContactPointAdmin(ReadOnly):
    exclude = ("address_sealed", "secret_sealed", "code_sealed")
    list_display = ("party", "channel", "address_masked", "wanted", "verified_at")


@admin.register(PhoneProof)
class PhoneProofAdmin(ReadOnly):
    exclude = ("phone_sealed", "phone_index", "code_sealed")
    list_display = ("case_number", "phone_masked", "asked_at", "proven_at")


@admin.register(Dispatch)
class DispatchAdmin(ReadOnly):
    list_display = ("uid", "channel", "status", "attempts", "next_attempt_at", "delivered_at")
    list_filter = ("status", "channel")


@admin.register(DispatchEntry)
class DispatchEntryAdmin(ReadOnly):
    list_display = ("dispatch", "kind", "at", "by_name")
    list_filter = ("kind",)
