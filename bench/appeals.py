"""Appeals: how quickly a table of them is taken in, and how quickly those like a new one are found among many.

The words are put together at random from places, matters and complaints of every city; nobody's message is in them.
"""

from datetime import UTC, date, datetime
from itertools import count
from random import Random
from time import perf_counter

from bench.contest import Answer
from bench.figures import percentile
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from tongban.common.actors import Actor, Role
from tongban.common.identifiers import case_number
from tongban.demo.reference import load_reference
from tongban.hall.appeals import queries
from tongban.hall.appeals import services as appeals

AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
CLERK = Actor("staff", "热线话务员", frozenset({Role.CLERK}), 1, agency="hf-zwfw", region="340100")
REGIONS = ("340102", "340103", "340104", "340111", "340121", "340122", "340123")
PLACES = [
    "望湖城",
    "滨湖世纪城",
    "琥珀山庄",
    "金寨路",
    "长江中路",
    "徽州大道",
    "合作化路",
    "铜陵路",
    "临泉路",
    "繁华大道",
    "紫云路",
    "庐州大道",
    "方兴大道",
    "习友路",
]
SORTS = ["小区", "路口", "菜市场", "学校门口", "公交站", "工地", "河道", "停车场", "地下车库", "广场"]
MATTERS = [
    "路灯不亮",
    "下水道堵塞",
    "夜间施工噪音",
    "占道经营",
    "电梯停运",
    "自来水浑浊",
    "垃圾无人清运",
    "违章搭建",
    "油烟扰民",
    "道路积水",
    "暖气不热",
    "乱停车",
    "物业乱收费",
    "拖欠工资",
    "井盖缺失",
    "树木倒伏",
    "网络中断",
    "公交不到站",
    "入学材料不清",
    "社保补缴受阻",
]
ENDS = [
    "已经持续{n}天、多次反映没有结果",
    "影响{n}户居民正常生活",
    "请尽快派人处理",
    "老人孩子出行危险",
    "希望给出明确答复",
    "夜里{n}点仍未停止",
]
BATCH = 2_000


def said(rng: Random) -> tuple[str, str]:
    """(place, text) of one appeal, 30 to 120 signs."""
    place = f"{rng.choice(PLACES)}{rng.randrange(1, 400)}号{rng.choice(SORTS)}"
    ends = "。".join(end.format(n=rng.randrange(2, 60)) for end in rng.sample(ENDS, rng.randrange(1, 4)))
    return place, f"{place}{rng.choice(MATTERS)}、{rng.choice(MATTERS)}。{ends}。"


def prepare() -> Answer:
    """Make the tables and the registry."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        load_reference(at=datetime(2022, 1, 1, tzinfo=UTC))
    return {}


def imported(rows: int) -> Answer:
    """Take a table of so many rows in, as the page, the API and the command do; clocks and journals included."""
    rng = Random(rows)
    lines = ["来源编号,类型,内容,区划,地点,联系电话"]
    for serial in range(rows):
        place, text = said(rng)
        lines.append(f"bench-{serial},求助,{text},{rng.choice(REGIONS)},{place},139{serial:08d}")
    content = "\n".join(lines).encode()
    start = perf_counter()
    report = appeals.import_rows(appeals.read_file("bench.csv", content), actor=CLERK, at=AT)
    seconds = perf_counter() - start
    if report.taken != rows:
        raise SystemExit(
            f"{report.refused} rows were refused: {next((one.problem for one in report.rows if one.problem), None)}"
        )
    return {"rows": rows, "seconds": round(seconds, 2), "per_second": round(rows / seconds, 1)}


def crowd(total: int) -> None:
    """Copies of one appeal with words of their own, row by row, until there are so many: for measuring only."""
    case, appeal = apps.get_model("cases", "Case"), apps.get_model("appeals", "Appeal")
    first = case._default_manager.filter(kind="appeal").order_by("pk")[0]
    beside = appeal._default_manager.get(pk=first.pk)
    fields = [field.attname for field in case._meta.concrete_fields if not field.primary_key]
    others = [field.attname for field in appeal._meta.concrete_fields if not field.primary_key]
    rng, serials = Random(total), count(600_000)
    keys = count(case._default_manager.order_by("-pk").values_list("pk", flat=True)[0] + 1)
    missing = total - appeal._default_manager.count()
    for done in range(0, missing, BATCH):
        cases, rows = [], []
        for _ in range(min(BATCH, missing - done)):
            place, text = said(rng)
            one = case(**{field: getattr(first, field) for field in fields})
            one.pk, one.number, one.title = (
                next(keys),
                case_number("340100", date(2026, 11, 2), next(serials)),
                text[:30],
            )
            row = appeal(case_id=one.pk, **{field: getattr(beside, field) for field in others})
            row.text, row.place, row.source = text, place, ""
            cases.append(one)
            rows.append(row)
        case._default_manager.bulk_create(cases, batch_size=200)
        appeal._default_manager.bulk_create(rows, batch_size=200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def looked_up(total: int, looks: int) -> Answer:
    """Look for those like a new one so many times among so many open appeals; milliseconds."""
    crowd(total)
    cache.clear()
    rng, spent, found = Random(7), [], 0
    for _ in range(looks):
        place, text = said(rng)
        start = perf_counter()
        found += len(queries.similar(text=text, region="340102", place=place))
        spent.append((perf_counter() - start) * 1000)
    first, rest = spent[0], spent[1:]
    return {
        "appeals": total,
        "looks": looks,
        "found": found,
        "p50": round(percentile(rest, 0.5), 1),
        "p95": round(percentile(rest, 0.95), 1),
        "slowest": round(max(rest), 1),
        "first": round(first, 1),
    }
