from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_organisations(user: User) -> bool:
    return bool(user.is_inside or user.own_town_id or (user.own_organisation_id and (user.is_enterprise or user.is_carrier)))


def _sees_annual_figures(user: User) -> bool:
    return bool(user.is_inside or (user.is_enterprise and user.own_organisation_id))


def _maintains(user: User) -> bool:
    return user.is_staff_member


def _works_inside(user: User) -> bool:
    return user.is_inside


class RegistryConfig(AppConfig):
    name = "titian.registry"
    verbose_name = "名录"
    glossary = "titian.registry.titles.terms"
    journal_words = {
        "registry.organisation.added": "添加企业",
        "registry.organisation.amended": "修改企业信息",
        "registry.organisation.removed": "删除企业",
        "registry.organisation.handed_in": "代录",
        "registry.organisation.named": "修改简称",
        "registry.organisation.closed": "登记注销、吊销或迁出",
        "registry.organisation.reopened": "恢复在业",
        "registry.organisation.scaled": "登记规上",
        "registry.organisation.assigned": "指定责任人",
        "registry.organisation.handed_over": "企业责任人交接",
        "registry.organisation.merged": "合并企业",
        "registry.organisation.merge_undone": "撤销合并",
        "registry.organisation.told_apart": "认定不是同一家",
        "registry.title.added": "登记资质荣誉",
        "registry.title.amended": "修改资质荣誉",
        "registry.title.revoked": "撤销资质荣誉",
        "registry.title.removed": "删除资质荣誉",
        "registry.title.evidenced": "上传资质佐证",
        "registry.annual_figure.added": "录入年度数据",
        "registry.annual_figure.amended": "修改年度数据",
        "registry.annual_figure.chosen": "采用来源",
        "registry.annual_figure.removed": "删除年度数据",
        "registry.annual_figure.evidenced": "上传年度数据佐证",
        "registry.property.added": "登记知识产权",
        "registry.property.amended": "修改知识产权",
        "registry.property.removed": "删除知识产权",
        "registry.person.added": "添加人员",
        "registry.person.amended": "修改人员",
        "registry.person.removed": "删除人员",
        "registry.contact.revealed": "查看遮挡的联系方式",
    }
    areas = [
        Area("企业名录", "registry:organisations", 20, _sees_organisations, group="企业"),
        Area("资质荣誉", "registry:titles", 21, _sees_organisations, group="企业", mechanism="high_tech tech_sme ladder"),
        Area("年度数据", "registry:annual_figures", 22, _sees_annual_figures, group="企业", mechanism="rnd_statistics"),
        Area("知识产权", "registry:properties", 23, _sees_organisations, group="企业"),
        Area("人员", "registry:people", 24, _works_inside, group="企业"),
        Area("名单匹配", "registry:match", 25, _works_inside, group="企业"),
        Area("疑似重复", "registry:duplicates", 26, _maintains, group="企业"),
    ]
