"""A phone left with a case can be proven by a code; none of the tables rebuilt has a trigger."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0004_phones"),
        ("parties", "0004_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="编号")),
                ("case_number", models.CharField(max_length=40, verbose_name="办件编号")),
                ("phone_sealed", models.TextField(verbose_name="手机号(密)")),
                ("phone_index", models.CharField(max_length=64, verbose_name="手机号索引")),
                ("phone_masked", models.CharField(max_length=20, verbose_name="手机号")),
                ("code_sealed", models.TextField(blank=True, default="", verbose_name="验证码(密)")),
                ("code_until", models.DateTimeField(blank=True, null=True, verbose_name="验证码有效至")),
                ("code_tries", models.PositiveSmallIntegerField(default=0, verbose_name="验证次数")),
                ("asked_at", models.DateTimeField(verbose_name="索取时间")),
                ("proven_at", models.DateTimeField(blank=True, null=True, verbose_name="验证时间")),
            ],
            options={
                "verbose_name": "手机验证",
                "verbose_name_plural": "手机验证",
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="dispatch",
            name="dispatch_carries_one_thing",
        ),
        migrations.RemoveConstraint(
            model_name="dispatch",
            name="dispatch_to_a_phone_is_a_short_message",
        ),
        migrations.AddIndex(
            model_name="phoneproof",
            index=models.Index(fields=["phone_index", "-asked_at"], name="phone_proof_lately"),
        ),
        migrations.AddConstraint(
            model_name="phoneproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone_masked__contains", "****"),
                    ("phone_sealed__startswith", "v"),
                    models.Q(("phone_index", ""), _negated=True),
                    models.Q(("case_number", ""), _negated=True),
                ),
                name="phone_proof_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="phoneproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code_sealed", ""), ("code_until__isnull", True)),
                    models.Q(
                        ("code_sealed__startswith", "v"), ("code_until__isnull", False), ("proven_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="phone_proof_code_or_proven",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="notices.phoneproof",
                verbose_name="手机验证",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice__isnull", False), ("proof__isnull", True), ("purpose", "notice")),
                    models.Q(
                        ("notice__isnull", True),
                        ("party__isnull", False),
                        ("proof__isnull", True),
                        ("purpose", "proof"),
                    ),
                    models.Q(
                        ("notice__isnull", True),
                        ("party__isnull", True),
                        ("proof__isnull", False),
                        ("purpose", "proof"),
                    ),
                    _connector="OR",
                ),
                name="dispatch_carries_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__isnull", False), ("channel", "sms"), _connector="OR"),
                name="dispatch_to_a_phone_is_a_short_message",
            ),
        ),
    ]
