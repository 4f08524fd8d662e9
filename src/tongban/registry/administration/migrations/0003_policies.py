"""Acts on policies stand on the record too; SQLite makes the table anew, so its triggers are put back."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "administration_administrativeact"


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers of SQLite against change; PostgreSQL has kept its own."""
    for act in ("UPDATE", "DELETE") if editor.connection.vendor == "sqlite" else ():
        editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("administration", "0002_append_only")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard),
        migrations.RemoveConstraint(model_name="administrativeact", name="administrative_deed_known"),
        migrations.AlterField(
            model_name="administrativeact",
            name="deed",
            field=models.CharField(
                choices=[
                    ("hired", "登记工作人员"),
                    ("moved", "调整部门、岗位或窗口"),
                    ("left", "登记离岗"),
                    ("role_given", "分配角色"),
                    ("role_ended", "终止角色"),
                    ("account_opened", "开通账号"),
                    ("account_closed", "停用账号"),
                    ("password_reset", "重置密码"),
                    ("unlocked", "解除登录锁定"),
                    ("system_opened", "开通业务系统账号"),
                    ("token_issued", "签发令牌"),
                    ("token_revoked", "吊销令牌"),
                    ("agency_opened", "设立部门"),
                    ("agency_renamed", "变更部门名称"),
                    ("agency_closed", "撤销部门"),
                    ("centre_opened", "设立服务中心"),
                    ("centre_changed", "变更服务中心"),
                    ("window_opened", "开设窗口"),
                    ("window_changed", "变更窗口"),
                    ("window_closed", "关闭窗口"),
                    ("post_added", "增设岗位"),
                    ("policy_proposed", "提交服务政策"),
                    ("policy_published", "发布服务政策"),
                    ("policy_dropped", "放弃服务政策"),
                ],
                max_length=20,
                verbose_name="行为",
            ),
        ),
        migrations.AddConstraint(
            model_name="administrativeact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "deed__in",
                        [
                            "hired",
                            "moved",
                            "left",
                            "role_given",
                            "role_ended",
                            "account_opened",
                            "account_closed",
                            "password_reset",
                            "unlocked",
                            "system_opened",
                            "token_issued",
                            "token_revoked",
                            "agency_opened",
                            "agency_renamed",
                            "agency_closed",
                            "centre_opened",
                            "centre_changed",
                            "window_opened",
                            "window_changed",
                            "window_closed",
                            "post_added",
                            "policy_proposed",
                            "policy_published",
                            "policy_dropped",
                        ],
                    )
                ),
                name="administrative_deed_known",
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
