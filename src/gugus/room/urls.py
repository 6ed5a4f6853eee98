from django.urls import path

from gugus.room import views

app_name = "room"
urlpatterns = [path("ruang/", views.chair, name="chair")]
