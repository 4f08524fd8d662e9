"""Names that look like names and belong to nobody on purpose."""

from collections.abc import Iterator
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文斌玲辉鑫波宁浩凯俊帆颖慧雪梅莉岚"
PLACES = ("皖江", "巢湖", "蜀峰", "庐州", "滨湖", "包河", "瑶海", "逍遥", "淝水", "紫蓬", "大别", "环翠")
WORDS = ("恒泰", "嘉禾", "新元", "瑞丰", "博远", "华创", "明德", "安润", "启航", "众合", "天成", "科锐", "金穗", "绿源")
TRADES = (
    ("智能装备", "智能装备的研发、生产与销售"),
    ("餐饮管理", "餐饮服务;食品销售"),
    ("新材料", "新材料研发、技术服务"),
    ("生物科技", "生物制品研发、技术咨询"),
    ("商贸", "日用百货、建筑材料销售"),
    ("物流", "道路货物运输;仓储服务"),
    ("文化传媒", "广告设计、制作、发布"),
    ("建设工程", "建筑工程施工;市政工程施工"),
)


def people(rng: Random) -> Iterator[str]:
    """Names of people, each once."""
    seen: set[str] = set()
    while True:
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
        if name not in seen:
            seen.add(name)
            yield name


def firms(rng: Random) -> Iterator[tuple[str, str]]:
    """(name, business scope) of enterprises, each name once."""
    seen: set[str] = set()
    while True:
        trade, scope = rng.choice(TRADES)
        name = f"合肥{rng.choice(PLACES)}{rng.choice(WORDS)}{trade}有限公司"
        if name not in seen:
            seen.add(name)
            yield name, scope
