from django.urls import path

from gugus.arrivals import answering, views

app_name = "arrivals"
urlpatterns = [
    path("pemberitahuan-awal/", views.index, name="list"),
    path("pemberitahuan-awal/baru/", views.new, name="new"),
    path("pemberitahuan-awal/<str:ref>/", views.detail, name="detail"),
    path("pemberitahuan-awal/<str:ref>/ubah/", views.edit, name="edit"),
    path("pemberitahuan-awal/<str:ref>/kirim/", views.send, name="send"),
    path("pemberitahuan-awal/<str:ref>/perpanjang/", views.extend, name="extend"),
    path("pemberitahuan-awal/<str:ref>/tiba/", views.arrived, name="arrived"),
    path("pemberitahuan-awal/<str:ref>/batal/", views.cancel, name="cancel"),
    path("pemberitahuan-awal/<str:ref>/tawar/", answering.offer, name="offer"),
    path("pemberitahuan-awal/<str:ref>/tidak-ada/", answering.refuse, name="refuse"),
    path("pemberitahuan-awal/<str:ref>/tawaran/<uuid:offer_id>/", answering.move, name="move"),
]
