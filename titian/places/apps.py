from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "titian.places"
    verbose_name = "区划"
    journal_words = {
        "places.region.added": "添加区划",
        "places.region.coded": "补填区划代码",
        "places.region.amended": "修改区划",
        "places.region.removed": "撤回添加的区划",
        "places.base.stated": "填报基数",
    }
