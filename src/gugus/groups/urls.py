from django.urls import path

from gugus.groups import lines_pages, loads_pages, views, ways_pages

app_name = "groups"
urlpatterns = [
    path("rombongan/", views.index, name="list"),
    path("rombongan/baru/", views.new, name="new"),
    path("rombongan/templat.xlsx", loads_pages.template, name="template"),
    path("rombongan/<str:ref>/", views.detail, name="detail"),
    path("rombongan/<str:ref>/ubah/", views.change, name="change"),
    path("rombongan/<str:ref>/tambah/", views.add, name="add"),
    path("rombongan/<str:ref>/tutup/", views.close, name="close"),
    path("rombongan/<str:ref>/manifes/", views.manifest, name="manifest"),
    path("rombongan/<str:ref>/manifes.xlsx", views.export, name="export"),
    path("rombongan/<str:ref>/terpisah/", views.aside, name="aside"),
    path("rombongan/<str:ref>/terpisah/<int:number>/", views.back, name="back"),
    path("rombongan/<str:ref>/daftar/", loads_pages.bring, name="bring"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/", loads_pages.look, name="load"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/baca/", loads_pages.read_otherwise, name="read"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/kolom/", loads_pages.columns, name="columns"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/jalankan/", loads_pages.go, name="go"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/perbaiki.xlsx", loads_pages.bad, name="bad"),
    path("rombongan/<str:ref>/daftar/<uuid:pk>/baris/<int:number>/", loads_pages.known, name="known"),
    path("rombongan/<str:ref>/baris/", lines_pages.lines, name="lines"),
    path("rombongan/<str:ref>/kemajuan/", lines_pages.progress, name="progress"),
    path("rombongan/<str:ref>/nama/", lines_pages.names, name="names"),
    path("rombongan/<str:ref>/baris/<int:number>/", lines_pages.line, name="line"),
    path("rombongan/<str:ref>/baris/<int:number>/pisahkan/", lines_pages.apart, name="apart"),
    path("rombongan/<str:ref>/tujuan/", ways_pages.ways, name="ways"),
    path("rombongan/<str:ref>/tujuan/<uuid:pk>/", ways_pages.receiver, name="receiver"),
    path("rombongan/<str:ref>/serah-terima/", ways_pages.handing, name="handing"),
    path("rombongan/<str:ref>/serah-terima/kemajuan/", ways_pages.went, name="went"),
]
