from django.urls import path

from gugus.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("cari/", views.find, name="search"),
    path("bantuan/", views.help_page, name="help"),
    path("bantuan/tombol/", views.keys, name="keys"),
    path("kesehatan/", views.health, name="health"),
    path(".well-known/security.txt", views.security, name="security"),
    path("robots.txt", views.robots, name="robots"),
]
