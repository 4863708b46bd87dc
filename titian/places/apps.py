from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "titian.places"
    verbose_name = "区划"
