from django.urls import path

from gugus.documents import views, views_office

app_name = "documents"
urlpatterns = [
    path("dokumen/", views.listing, name="list"),
    path("dokumen/buat/<slug:kind>/<str:ref>/", views.ask, name="ask"),
    path("dokumen/periksa/", views.verify, name="verify"),
    path("dokumen/agenda/", views_office.register, name="register"),
    path("dokumen/kop/", views_office.head, name="head"),
    path("dokumen/kop/lambang/", views_office.crest, name="crest"),
    path("dokumen/kop/lambang.png", views_office.crest_picture, name="crest_picture"),
    path("dokumen/kop/nomor/", views_office.counter, name="counter"),
    path("dokumen/penandatangan/", views_office.signer, name="signer_add"),
    path("dokumen/penandatangan/<uuid:pk>/", views_office.signer, name="signer"),
    path("dokumen/templat/", views_office.templates, name="templates"),
    path("dokumen/<str:ref>/", views.detail, name="detail"),
    path("dokumen/<str:ref>/unduh/", views.download, name="download"),
    path("dokumen/<str:ref>/batal/", views.void, name="void"),
]
