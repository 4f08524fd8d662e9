"""What administrators do, in words; pure."""

from enum import StrEnum


class Deed(StrEnum):
    """An act of administration; the label is what its record says."""

    HIRED = "hired"
    MOVED = "moved"
    LEFT = "left"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_CLOSED = "account_closed"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an act
    UNLOCKED = "unlocked"
    SYSTEM_OPENED = "system_opened"
    TOKEN_ISSUED = "token_issued"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    AGENCY_OPENED = "agency_opened"
    AGENCY_RENAMED = "agency_renamed"
    AGENCY_CLOSED = "agency_closed"
    CENTRE_OPENED = "centre_opened"
    CENTRE_CHANGED = "centre_changed"
    WINDOW_OPENED = "window_opened"
    WINDOW_CHANGED = "window_changed"
    WINDOW_CLOSED = "window_closed"
    POST_ADDED = "post_added"
    POLICY_PROPOSED = "policy_proposed"
    POLICY_PUBLISHED = "policy_published"
    POLICY_DROPPED = "policy_dropped"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return DEED_LABELS[self]


DEED_LABELS = {
    Deed.HIRED: "登记工作人员",
    Deed.MOVED: "调整部门、岗位或窗口",
    Deed.LEFT: "登记离岗",
    Deed.ROLE_GIVEN: "分配角色",
    Deed.ROLE_ENDED: "终止角色",
    Deed.ACCOUNT_OPENED: "开通账号",
    Deed.ACCOUNT_CLOSED: "停用账号",
    Deed.PASSWORD_RESET: "重置密码",
    Deed.UNLOCKED: "解除登录锁定",
    Deed.SYSTEM_OPENED: "开通业务系统账号",
    Deed.TOKEN_ISSUED: "签发令牌",
    Deed.TOKEN_REVOKED: "吊销令牌",
    Deed.AGENCY_OPENED: "设立部门",
    Deed.AGENCY_RENAMED: "变更部门名称",
    Deed.AGENCY_CLOSED: "撤销部门",
    Deed.CENTRE_OPENED: "设立服务中心",
    Deed.CENTRE_CHANGED: "变更服务中心",
    Deed.WINDOW_OPENED: "开设窗口",
    Deed.WINDOW_CHANGED: "变更窗口",
    Deed.WINDOW_CLOSED: "关闭窗口",
    Deed.POST_ADDED: "增设岗位",
    Deed.POLICY_PROPOSED: "提交服务政策",
    Deed.POLICY_PUBLISHED: "发布服务政策",
    Deed.POLICY_DROPPED: "放弃服务政策",
}
