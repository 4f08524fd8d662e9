"""A notice may be for a phone alone: sealed in it, with the region of the case; none of the tables rebuilt has a trigger."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_provable_indexes"),
        ("parties", "0004_exports"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_one_recipient",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_party_once",
        ),
        migrations.AddField(
            model_name="notice",
            name="phone_index",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="手机号索引"),
        ),
        migrations.AddField(
            model_name="notice",
            name="phone_masked",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="手机号"),
        ),
        migrations.AddField(
            model_name="notice",
            name="phone_sealed",
            field=models.TextField(blank=True, default="", verbose_name="手机号(密)"),
        ),
        migrations.AddField(
            model_name="notice",
            name="region",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="区划",
            ),
        ),
        migrations.AlterField(
            model_name="dispatch",
            name="party",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
                verbose_name="当事人",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__isnull", False), models.Q(("channel", "sms"), ("purpose", "notice")), _connector="OR"
                ),
                name="dispatch_to_a_phone_is_a_short_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party__isnull", False), ("phone_index", ""), ("staff_number", "")),
                    models.Q(
                        ("party__isnull", True), ("phone_index", ""), models.Q(("staff_number", ""), _negated=True)
                    ),
                    models.Q(
                        ("party__isnull", True), ("staff_number", ""), models.Q(("phone_index", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="notice_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone_index", ""), ("phone_masked", ""), ("phone_sealed", ""), ("region__isnull", True)),
                    models.Q(
                        ("phone_masked__contains", "****"),
                        ("phone_sealed__startswith", "v"),
                        ("region__isnull", False),
                        models.Q(("phone_index", ""), _negated=True),
                        models.Q(("case_number", ""), _negated=True),
                        ("read_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_phone_whole_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("dedupe", ""), _negated=True), ("party__isnull", False)),
                fields=("party", "dedupe"),
                name="notice_party_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("dedupe", ""), _negated=True), models.Q(("phone_index", ""), _negated=True)
                ),
                fields=("phone_index", "case_number", "dedupe"),
                name="notice_phone_once",
            ),
        ),
    ]
