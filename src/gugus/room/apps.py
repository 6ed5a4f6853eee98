from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "gugus.room"
    label = "room"
