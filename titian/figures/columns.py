"""The columns of the targets sheet （目标表） and of exported figure lists."""

from __future__ import annotations

from titian.base.columns import Column

TARGETS: tuple[Column, ...] = (
    Column("number", "序号", help="同一序号的几行是一项目标的几个分项", aliases=("编号", "目标序号")),
    Column("title", "目标", width=36, aliases=("重点任务", "任务", "目标任务", "工作目标")),
    Column("indicator", "指标", width=30, help="指标名称或代码，见指标目录", aliases=("指标名称", "指标代码", "考核指标")),
    Column("goal", "目标值", help="如 ≥120家、20—25家、增长10%以上、净增6家", aliases=("年度目标", "目标数", "目标要求")),
    Column("period", "期间", help="如 2026年、2026年上半年", aliases=("年度", "时间", "时限")),
    Column("join", "关系", help="同一序号的分项之间：且、或", aliases=("分项关系",)),
    Column("base", "基数", help="净增或增速从它算起；不填取上年账上数", aliases=("上年基数", "基期值")),
    Column("department", "责任科室", aliases=("牵头科室", "责任股室", "责任单位", "牵头股室")),
    Column("owner", "责任人", aliases=("负责人", "经办人")),
    Column("calibre", "口径"),
    Column("level", "级别"),
    Column("stage", "环节"),
    Column("scope", "范围"),
    Column("source", "下达文件", width=30, aliases=("来源", "文件", "依据")),
    Column("weight", "分值", help="考核表上的满分，如 5 或 2.5；不计分的留空", aliases=("考核分值", "权重", "满分")),
)
REQUIRED = ("indicator", "goal", "period")

FIGURES: tuple[Column, ...] = (
    Column("area", "领域", width=18),
    Column("name", "指标", width=34),
    Column("code", "代码", width=26),
    Column("period", "期间", "period"),
    Column("status", "状态", width=8),
    Column("value", "数值", "decimal", width=16),
    Column("unit", "单位", width=8),
    Column("operator", "精确程度", width=10),
    Column("qualifiers", "口径、级别、环节、范围", width=28),
    Column("as_of", "截至", "day"),
    Column("source", "来源", width=36),
    Column("sent", "上次报送", width=28),
    Column("difference", "与上次报送差", width=14),
)

BOARD: tuple[Column, ...] = (
    Column("number", "序号", width=6),
    Column("title", "目标", width=34),
    Column("goal", "目标值", width=20),
    Column("department", "责任科室", width=12),
    Column("owner", "责任人", width=10),
    Column("reached", "完成值", width=16),
    Column("counted", "完成值来源", width=12),
    Column("beside", "台账与认定不符", width=32),
    Column("percent", "完成率", "percent"),
    Column("elapsed", "时间进度", "percent"),
    Column("gap", "还差", width=14),
    Column("forecast", "期末预计", width=16),
    Column("method", "预计方法", width=22),
    Column("colour", "状态", width=8),
    Column("as_of", "截至", "day"),
    Column("source", "下达文件", width=28),
)
