"""Phones, which nobody reads in an inbox, stay out of the indexes by which parties and staff find their notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_phone_proofs"),
        ("parties", "0004_exports"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_of_staff",
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_party_unread",
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_staff_unread",
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("party__isnull", True), ("region__isnull", True)),
                fields=["staff_number", "-told_at", "-id"],
                name="notice_of_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("party__isnull", False), ("read_at__isnull", True)),
                fields=["party"],
                name="notice_party_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("party__isnull", True), ("read_at__isnull", True), ("region__isnull", True)),
                fields=["staff_number"],
                name="notice_staff_unread",
            ),
        ),
    ]
