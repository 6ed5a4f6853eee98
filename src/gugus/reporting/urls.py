from django.urls import path

from gugus.reporting.views import chapters, pages, upward

app_name = "reporting"
urlpatterns = [
    path("laporan-gugus/", pages.listing, name="list"),
    path("laporan-gugus/masuk/", pages.inbox, name="inbox"),
    path("laporan-gugus/masuk/<str:ref>/", upward.detail, name="upward"),
    path("laporan-gugus/masuk/<str:ref>/<slug:slug>/", upward.answer, name="answer"),
    path("laporan-gugus/baru/<str:force>/", pages.begin, name="begin"),
    path("laporan-gugus/terima/<str:force>/", upward.take_in, name="take_in"),
    path("laporan-gugus/pengirim/<str:force>/", upward.senders, name="senders"),
    path("laporan-gugus/pengirim/<str:force>/<uuid:pk>/akhiri/", upward.end_sender, name="end_sender"),
    path("laporan-gugus/<str:ref>/", pages.detail, name="detail"),
    path("laporan-gugus/<str:ref>/baca/", pages.read, name="read"),
    path("laporan-gugus/<str:ref>/berkas-bertanda/", upward.parcel, name="parcel"),
    path("laporan-gugus/<str:ref>/langkah/<slug:slug>/", pages.step, name="step"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/", chapters.chapter, name="chapter"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/draf/", chapters.draft, name="draft"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/angka/", chapters.figure, name="figure"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/angka/<uuid:row>/lepas/", chapters.take_out, name="take_out"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/pindah/<slug:way>/", chapters.move, name="move"),
    path("laporan-gugus/<str:ref>/bab/<uuid:pk>/langkah/<slug:slug>/", chapters.step, name="chapter_step"),
]
