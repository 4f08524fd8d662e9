"""Pages of administration."""

from tests.browser.sight import Sight

SIGHTS = (
    Sight(
        "manage-policies", "manage/policies", "/manage/policies", ("admin",), "服务政策", "Policies of service",
        "现行的、等待发布的和历史的。",
        "In force, waiting, former.", part="管理",
    ),
    Sight(
        "manage-policy", "manage/policies/<int:policy>", "/manage/policies/{policy}", ("confirmer", "admin"), "一份服务政策", "One policy",
        "用白话写明每项期限,并标出变动。",
        "Every term in plain words, with what changes.", part="管理",
    ),
    Sight(
        "manage-policy-new", "manage/policies/new", "/manage/policies/new", ("admin",), "提交服务政策", "Propose a policy",
        "从现行政策改起,写错的地方会指出。",
        "Begun from the one in force; slips of the pen are named.", part="管理",
    ),
    Sight(
        "manage-policy-act", "manage/policies/<int:policy>/<str:act>", "/manage/policies/{policy}/publish", ("confirmer",), "发布服务政策", "Publish a policy",
        "由另一名管理员发布。",
        "By another administrator.", part="管理",
    ),
    Sight(
        "manage", "manage", "/manage", ("admin",), "系统管理", "Administration",
        "要处理的事和各项管理。",
        "What needs attention, and all of administration.", part="管理",
    ),
    Sight(
        "manage-calendar", "manage/calendars", "/manage/calendars", ("admin",), "节假日", "Calendars",
        "各年的通知,已载入和待确认的。",
        "The notices of each year, loaded and waiting.", part="管理",
    ),
    Sight(
        "manage-notice-load", "manage/calendars/load", "/manage/calendars/load", ("admin",), "载入通知", "Load a notice",
        "粘贴通知全文,预览每一天,由另一人确认。",
        "Paste the notice, see every day, another person confirms.", part="管理",
    ),
    Sight(
        "manage-recount-all", "manage/calendars/recount", "/manage/calendars/recount", ("admin",), "重算期限", "Recount",
        "看哪些在办件会移动、移动多少,再决定。",
        "Which open cases move and by how much, before anything moves.", part="管理",
    ),
    Sight(
        "manage-staff", "manage/staff", "/manage/staff", ("admin",), "工作人员", "Staff",
        "全部人员、角色和账号。",
        "All members of staff, their roles and accounts.", part="管理",
    ),
    Sight(
        "manage-staff-new", "manage/staff/new", "/manage/staff/new", ("admin",), "登记工作人员", "Hire",
        "登记新人员。",
        "Register somebody new.", part="管理",
    ),
    Sight(
        "manage-person", "manage/staff/<str:number>", "/manage/staff/{staff}", ("admin",), "一名工作人员", "One member of staff",
        "任职、角色、账号和变动。",
        "Posts, roles, account and changes.", part="管理",
    ),
    Sight(
        "manage-move", "manage/staff/<str:number>/move", "/manage/staff/{staff}/move", ("admin",), "调动", "Move",
        "调到另一部门。",
        "To another agency.", part="管理",
    ),
    Sight(
        "manage-leave", "manage/staff/<str:number>/leave", "/manage/staff/{staff}/leave", ("admin",), "离岗", "Leave",
        "离岗的同时终止角色和账号。",
        "Roles and account end with it.", part="管理",
    ),
    Sight(
        "manage-role", "manage/staff/<str:number>/role", "/manage/staff/{staff}/role", ("admin",), "分配角色", "Give a role",
        "写明辖区、起止和依据文件。",
        "With region, period and document.", part="管理",
    ),
    Sight(
        "manage-tokens", "manage/tokens", "/manage/tokens", ("admin",), "接口令牌", "API tokens",
        "业务系统和它们的令牌。",
        "Business systems and their tokens.", part="管理",
    ),
    Sight(
        "manage-system-new", "manage/systems/new", "/manage/systems/new", ("admin",), "登记业务系统", "New system",
        "为部门登记业务系统。",
        "A business system of an agency.", part="管理",
    ),
    Sight(
        "manage-agencies", "manage/agencies", "/manage/agencies", ("admin",), "部门", "Agencies",
        "按区划和条线列出的部门。",
        "By region and line.", part="管理",
    ),
    Sight(
        "manage-agency-new", "manage/agencies/new", "/manage/agencies/new", ("admin",), "登记部门", "New agency",
        "登记部门。",
        "Register an agency.", part="管理",
    ),
    Sight(
        "manage-agency", "manage/agencies/<str:code>", "/manage/agencies/{agency}", ("admin",), "一个部门", "One agency",
        "岗位、人员、窗口和权力。",
        "Posts, people, windows and powers.", part="管理",
    ),
    Sight(
        "manage-windows", "manage/windows", "/manage/windows", ("admin",), "窗口", "Windows",
        "各中心的窗口。",
        "Of every centre.", part="管理",
    ),
    Sight(
        "manage-window-new", "manage/windows/new", "/manage/windows/new", ("admin",), "开设窗口", "New window",
        "开设窗口。",
        "Open a window.", part="管理",
    ),
    Sight(
        "manage-window", "manage/windows/<str:code>", "/manage/windows/{window}", ("admin",), "一个窗口", "One window",
        "受理哪些事项,开放时间。",
        "What it takes in, and when.", part="管理",
    ),
    Sight(
        "manage-subscribers", "manage/subscribers", "/manage/subscribers", ("admin",), "订阅方", "Subscribers",
        "谁能收到什么变更。",
        "Who is told of which change.", part="管理",
    ),
    Sight(
        "manage-subscriber-new", "manage/subscribers/new", "/manage/subscribers/new", ("admin",), "登记订阅方", "New subscriber",
        "地址、密钥和授权字段。",
        "Address, secret and entitlements.", part="管理",
    ),
    Sight(
        "manage-subscriber", "manage/subscribers/<str:code>", "/manage/subscribers/{subscriber}", ("admin",), "一个订阅方", "One subscriber",
        "授权字段和送达情况。",
        "Entitlements and deliveries.", part="管理",
    ),
    Sight(
        "manage-deliveries", "manage/deliveries", "/manage/deliveries", ("admin",), "送达记录", "Deliveries",
        "每一条推送的状态和回执。",
        "Every message, its state and receipt.", part="管理",
    ),
    Sight(
        "manage-delivery", "manage/deliveries/<int:delivery>", "/manage/deliveries/{delivery}", ("admin",), "一条送达", "One delivery",
        "发了什么、试了几次、回执。",
        "What was sent, how often, the receipt.", part="管理",
    ),
    Sight(
        "manage-dead-letters", "manage/dead-letters", "/manage/dead-letters", ("admin",), "送达失败", "Dead letters",
        "要人处理的推送。",
        "What waits for a person.", part="管理",
    ),
    Sight(
        "manage-housekeeping", "manage/housekeeping", "/manage/housekeeping", ("admin",), "内务", "Housekeeping",
        "后台做了什么,日志链是否完整。",
        "What the worker did, whether the chains are whole.", part="管理",
    ),
    Sight(
        "manage-acts", "manage/acts", "/manage/acts", ("admin",), "管理日志", "Acts of administration",
        "谁在什么时候改了什么。",
        "Who changed what, when.", part="管理",
    ),
    Sight(
        "manage-openings", "manage/openings", "/manage/openings", ("supervisor", "admin",), "号码查看记录", "Record of looks",
        "全市的查看记录。",
        "All looks at masked numbers.", part="管理",
    ),
    Sight(
        "manage-searches", "manage/searches", "/manage/searches", ("supervisor", "admin",), "查找记录", "Record of searches",
        "按号码查找当事人的记录。",
        "All searches for parties.", part="管理",
    ),
    Sight(
        "manage-sample", "manage/sample", "/manage/sample", ("admin",), "样例数据", "Sample data",
        "样例数据从哪里来,怎样离开。",
        "Where the sample comes from, and how to leave it.", part="管理",
    ),
    Sight(
        "password", "account/password", "/account/password", ("handler", "citizen",), "修改密码", "Change the password",
        "自己的密码。",
        "One's own password.", part="管理",
    ),
    Sight(
        "manage-account", "manage/accounts/<str:username>/<str:act>", "/manage/accounts/{username}/reset", ("admin",), "重置密码", "Reset a password",
        "初始密码只显示一次,首次登录须更换。",
        "A first password is shown once and changed at the first sign-in.", part="管理",
    ),
    Sight(
        "manage-role-end", "manage/staff/<str:number>/roles/<int:assignment>/end", "/manage/staff/{assigned}/roles/{assignment}/end", ("admin",), "终止角色", "End a role",
        "角色只终止,不删除。",
        "A role ends and is never deleted.", part="管理",
    ),
    Sight(
        "manage-token-new", "manage/systems/<str:username>/token", "/manage/systems/{system}/token", ("admin",), "签发令牌", "Issue a token",
        "授权范围和有效期;令牌只显示一次。",
        "Scopes and expiry; the token is shown once.", part="管理",
    ),
    Sight(
        "manage-token-revoke", "manage/tokens/<str:prefix>/revoke", "/manage/tokens/{token}/revoke", ("admin",), "吊销令牌", "Revoke a token",
        "立即失效。",
        "Ends at once.", part="管理",
    ),
    Sight(
        "manage-agency-act", "manage/agencies/<str:code>/<str:act>", "/manage/agencies/{agency}/post", ("admin",), "增设岗位", "Add a post",
        "更名、撤销、增设岗位各一张表。",
        "Rename, close, add a post: a form each.", part="管理",
    ),
    Sight(
        "manage-centre-new", "manage/centres/new", "/manage/centres/new", ("admin",), "设立服务中心", "Set up a centre",
        "设立服务中心。",
        "Set up a service centre.", part="管理",
    ),
    Sight(
        "manage-centre-change", "manage/centres/<str:code>/change", "/manage/centres/{centre}/change", ("admin",), "变更服务中心", "Change a centre",
        "地址、电话和办公时间。",
        "Address, telephone and hours.", part="管理",
    ),
    Sight(
        "manage-window-change", "manage/windows/<str:code>/change", "/manage/windows/{window}/change", ("admin",), "变更窗口", "Change a window",
        "种类、部门和办公时间。",
        "Kind, agency and hours.", part="管理",
    ),
    Sight(
        "manage-window-close", "manage/windows/<str:code>/close", "/manage/windows/{window}/close", ("admin",), "关闭窗口", "Close a window",
        "先调整窗口里的人。",
        "Its staff is moved first.", part="管理",
    ),
    Sight(
        "manage-subscriber-act", "manage/subscribers/<str:code>/<str:act>", "/manage/subscribers/{subscriber}/change", ("admin",), "变更订阅方", "Change a subscriber",
        "变更、停用、更换密钥各一张表。",
        "Change it, switch it off, a new secret: a form each.", part="管理",
    ),
    Sight(
        "manage-delivery-act", "manage/deliveries/<int:delivery>/<str:act>", "/manage/deliveries/{dead}/skip", ("admin",), "不再发送", "Do not send any more",
        "写明理由,后面的继续。",
        "With a reason; what waits behind it goes on.", part="管理",
    ),
    Sight(
        "manage-verify", "manage/housekeeping/verify", "/manage/housekeeping", ("admin",), "核对日志链", "Verify journals",
        "逐行核对日志的链。",
        "The chains of the journals, line by line.", part="管理",
        acts=(("click", "main form[action$='/verify'] button[type=submit]"),),
    ),
    Sight(
        "manage-notice", "manage/calendars/notices/<int:notice>", "/manage/calendars/notices/{notice}", ("confirmer", "admin",), "一份通知", "A notice",
        "哪些日子变动、哪些在办件随之变动,由另一人确认。",
        "Which days and which open cases move; another person confirms.", part="管理",
    ),
    Sight(
        "manage-notice-act", "manage/calendars/notices/<int:notice>/<str:act>", "/manage/calendars/notices/{notice}/confirm", ("confirmer",), "确认载入", "Confirm a notice",
        "确认后一秒内全市生效。",
        "In effect in the whole city within a second.", part="管理",
    ),
    Sight(
        "manage-recount", "manage/calendars/recounts/<int:recount>", "/manage/calendars/recounts/{recount}", ("admin",), "一次重算", "A recount",
        "检查了多少、变动了多少,每一件都有记录。",
        "How many were examined and moved, each on record.", part="管理",
    ),
    Sight(
        "manage-account-open", "manage/staff/<str:number>/account", "/manage/staff/NEW-001/account", ("admin",), "开通账号", "Open an account",
        "为工作人员开通账号。",
        "An account for a member of staff.", part="管理",
    ),
)  # fmt: skip
