"""Invented messages of three domains: enough to train on, small enough to read."""

from itertools import product

from tongban.casework.dispatch.rules import Model, train

AT = "2026-11-27T09:00:00+00:00"
PLACES = ("A市", "B3区幸福路", "C2县", "青山镇")
MATTERS = {
    "交通": ("公交车经常晚点", "希望增加公交线路", "出租车司机拒载乘客", "高速收费站拥堵"),
    "教育": ("幼儿园学费太贵", "小学老师违规补课", "孩子上学没有学位", "高中招生不公平"),
    "卫生": ("医院挂号排队太久", "医生收受患者红包", "诊所乱开药品", "疫苗接种没有通知"),
}
ENDINGS = ("", ",请尽快处理!", "怎么办?")


def messages() -> list[tuple[str, str]]:
    """Every matter at every place with every ending."""
    return [
        (f"{place}{matter}{ending}", label)
        for label, matters in MATTERS.items()
        for place, matter, ending in product(PLACES, matters, ENDINGS)
    ]


def trained() -> Model:
    """A model of all of them."""
    return train(messages(), at=AT)


def as_csv(rows: list[tuple[str, str]]) -> str:
    """The rows as a file with one column more than asked for."""
    return "at,text,label\n" + "".join(f'2026-11-01,"{text}",{label}\n' for text, label in rows)
