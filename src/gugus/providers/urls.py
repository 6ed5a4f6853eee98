from django.urls import path

from gugus.providers import views, writing

app_name = "providers"
urlpatterns = [
    path("penyedia/", views.who, name="who"),
    path("penyedia/daftar/", views.index, name="list"),
    path("penyedia/daftar/cetak/", views.paper, name="print"),
    path("penyedia/kami/", writing.ours, name="ours"),
    path("penyedia/baru/", writing.new, name="new"),
    path("penyedia/<str:ref>/", views.detail, name="detail"),
    path("penyedia/<str:ref>/nomor/", views.number, name="number"),
    path("penyedia/<str:ref>/ubah/", writing.edit, name="edit"),
    path("penyedia/<str:ref>/konfirmasi/", writing.confirm, name="confirm"),
    path("penyedia/<str:ref>/akhiri/", writing.end, name="end"),
    path("penyedia/<str:ref>/tempat/", writing.count, name="count"),
    path("penyedia/<str:ref>/tempat/<slug:group>/", writing.tap_places, name="tap"),
]
