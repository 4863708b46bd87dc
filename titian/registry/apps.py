from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "titian.registry"
    verbose_name = "名录"
    glossary = "titian.registry.titles.terms"
    journal_words = {
        "registry.organisation.added": "添加企业",
        "registry.organisation.amended": "修改企业信息",
        "registry.organisation.removed": "删除企业",
        "registry.organisation.named": "修改简称",
        "registry.organisation.closed": "登记注销、吊销或迁出",
        "registry.organisation.reopened": "恢复在业",
        "registry.organisation.scaled": "登记规上",
        "registry.organisation.assigned": "指定责任人",
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
    areas: list[Any] = []
