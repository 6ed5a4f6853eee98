from django.urls import path

from gugus.notices import house_views, own_views, views, webhooks

app_name = "notices"
urlpatterns = [
    path("pemberitahuan/", views.index, name="index"),
    path("pemberitahuan/terbaca/", views.read, name="read"),
    path("pemberitahuan/jumlah/", views.count, name="count"),
    path("pemberitahuan/cara/", own_views.how, name="how"),
    path("pemberitahuan/nomor/<slug:channel>/", own_views.number, name="number"),
    path("pemberitahuan/saluran/", house_views.channels, name="channels"),
    path("pemberitahuan/saluran/uji/", house_views.test, name="test"),
    path("pemberitahuan/kabar/<slug:channel>/", webhooks.told, name="told"),
    path("pemberitahuan/<uuid:pk>/", views.follow, name="follow"),
]
