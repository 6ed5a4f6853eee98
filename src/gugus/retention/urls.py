from django.urls import path

from gugus.retention import certificate_views, hold_views, views

app_name = "retention"
urlpatterns = [
    path("retensi/", views.schedule, name="schedule"),
    path("retensi/jadwal/<slug:code>/", views.rule, name="rule"),
    path("retensi/pratinjau/", views.look_ahead, name="preview"),
    path("retensi/pratinjau/minta/", views.ask, name="ask"),
    path("retensi/sisa/", views.left, name="left"),
    path("retensi/tahanan/", hold_views.holds, name="holds"),
    path("retensi/tahanan/baru/", hold_views.place, name="place"),
    path("retensi/tahanan/<str:ref>/", hold_views.hold, name="hold"),
    path("retensi/tahanan/<str:ref>/tinjau/", hold_views.review, name="review"),
    path("retensi/tahanan/<str:ref>/lepas/", hold_views.release, name="release"),
    path("retensi/pelaksanaan/", views.runs, name="runs"),
    path("retensi/pelaksanaan/<str:ref>/", views.run, name="run"),
    path("retensi/berita-acara/", certificate_views.certificates, name="certificates"),
    path("retensi/berita-acara/<str:ref>/", certificate_views.certificate, name="certificate"),
    path("retensi/berita-acara/<str:ref>/berkas/", certificate_views.download, name="download"),
]
