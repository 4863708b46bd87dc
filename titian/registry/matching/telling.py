"""What in a firm's name tells it from others: 示范县 · 云山 · 智能装备 · 有限公司. Pure Python.

Two names that share a place and a trade (示范县恒达新材料, 示范县宏远新材料) share nothing of a firm. So names are compared part by part: places
must not contradict each other, branches and numbers must be the same, and the 字号 must be the same but for a slip: a letter that sounds the
same (typed with pinyin), two letters in the wrong order, one left out. In a 字号 of four letters and more any one letter may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA

from titian.registry.names import core, folded, place

_TRADES = (
    "新材料 材料 新能源 能源 科技 技术 高新 智能 智慧 数字 数控 数据 信息 网络 软件 电子 电气 电器 电力 电工 电机 机电 机械 机床 装备 设备 "
    "装置 仪器 仪表 器械 工具 模具 轴承 精密 自动化 汽车 配件 零部件 五金 金属 铝业 钢铁 钢结构 铸造 冶金 矿业 煤业 化工 化学 塑料 塑业 "
    "橡胶 玻璃 陶瓷 建材 建筑 建设 工程 装饰 园林 环保 环境 生态 绿色 节能 光电 光伏 照明 生物 医药 制药 药业 医疗 健康 食品 饮料 酒业 茶业 "
    "粮油 粮食 饲料 肥料 种业 农业 农资 农业生产资料 农产品 农牧 养殖 种植 林业 牧业 渔业 水产 果业 蔬菜 纺织 服饰 服装 鞋业 家具 家居 木业 "
    "竹业 纸业 纸制品 包装 印刷 文化 传媒 教育 旅游 酒店 餐饮 物流 运输 仓储 供应链 贸易 商贸 工贸 进出口 电子商务 电商 投资 管理 咨询 服务 "
    "实业 发展 开发 制造 加工 生产 销售 租赁 维修 安装 检测 设计 研究 股份 集团 控股 国际 现代 专业 农民 合作 "
    "磁性 磁材 稀土 气象 测绘 勘察 规划 影视 广告 会展 体育 保安 物业 房地产 置业 快递 货运 航运 水利 水电 供水 燃气 热力 热电 风电 锂电 电池 "
    "电缆 线缆 管业 阀门 泵业 锅炉 焊接 涂料 油漆 石材 混凝土 水泥 砂石 门窗 幕墙 卫浴 纸箱 玩具 工艺品 眼镜 皮具 皮革 箱包 日化 香料 中药材 "
    "兽药 花卉 苗木 园艺 茶叶 烟叶 酿造 调味品 面粉 米业 油脂 乳业 肉类 屠宰 冷链 光学 半导体 芯片 集成电路 通信 机器人 无人机 航空 船舶 轨道"
)
_TRADE = re.compile("|".join(sorted(_TRADES.split(), key=len, reverse=True)))
_BRANCH = re.compile(
    r"(分公司|支公司|分[店厂校院所]|支行|分理处|营业[部厅所]|门市部?|零售部|办事处|供应.?站|工作站|代办处|[^旅饭酒商]店|[一二三四五六七八九十]部)$"
)
_NUMBERS = re.compile(r"[0-9一二三四五六七八九十甲乙丙丁东西南北]")
_LONG = 4


@dataclass(frozen=True)
class Telling:
    """A name taken apart: its place, the rest without legal form, how many letters of that are the 字号 (0: place and trade only).

    `branch` is the whole spelling of a branch.
    """

    place: str
    rest: str
    mark: int
    branch: str = ""

    @staticmethod
    def of(name: str, places: Collection[str] = ()) -> Telling:
        """`places`: names of the county, its towns and what lies above it, as they stand in firms' names without 县, 镇, 市."""
        where, rest = place(name), core(name)
        known = max(
            (one for one in places if len(one) > 1 and rest.startswith(one) and len(rest) > len(one) + 1), key=len, default=""
        )
        where, rest = where or known, rest.removeprefix(known)
        first = next((found.start() for found in _TRADE.finditer(rest) if found.start()), len(rest))
        spelling = folded(name)
        return Telling(where, rest, first if _TRADE.sub("", rest[:first]) else 0, spelling if _BRANCH.search(spelling) else "")


def might_be_one(one: Telling, other: Telling) -> bool:
    """Names that look alike as a whole: are they one but for a slip that may happen there?"""
    if one.branch != other.branch or not could_be_one(one, other) or OSA.distance(one.rest, other.rest) > 1:
        return False
    if _NUMBERS.sub("", one.rest) == _NUMBERS.sub("", other.rest):
        return one.rest == other.rest
    mark = min(one.mark, other.mark)
    at = next((at for at, pair in enumerate(zip(one.rest, other.rest, strict=False)) if pair[0] != pair[1]), mark)
    return at >= mark > 0 or _slipped(one.rest, other.rest) or mark >= _LONG


def could_be_one(one: Telling, other: Telling) -> bool:
    """A place that contradicts, or nothing but a trade in another place, makes two firms of names that are else the same."""
    agree = one.place in other.place or other.place in one.place  # 示范县 lies in 示范市示范县, and in no place named
    return one.branch == other.branch and agree and (bool(one.mark and other.mark) or one.place == other.place)


def _slipped(one: str, other: str) -> bool:
    """A letter lost or doubled, two swapped, or one typed for another that sounds the same."""
    return len(one) != len(other) or sorted(one) == sorted(other) or lazy_pinyin(one) == lazy_pinyin(other)
