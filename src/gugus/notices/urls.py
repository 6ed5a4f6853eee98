from django.urls import path

from gugus.notices import views

app_name = "notices"
urlpatterns = [
    path("pemberitahuan/", views.index, name="index"),
    path("pemberitahuan/terbaca/", views.read, name="read"),
    path("pemberitahuan/<uuid:pk>/", views.follow, name="follow"),
]
