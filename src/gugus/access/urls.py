from django.urls import path

from gugus.access.views import colleagues, mine, versions

app_name = "access"
urlpatterns = [
    path("akses/saya/", mine.mine, name="mine"),
    path("akses/pengganti/", mine.deputies, name="deputies"),
    path("akses/pengganti/selesai/", mine.stand_down, name="stand_down"),
    path("akses/pengganti/<slug:ref>/", mine.deputy, name="deputy"),
    path("akses/pengganti/<slug:ref>/bertugas/", mine.stand_in, name="stand_in"),
    path("akses/pengganti/<slug:ref>/<slug:way>/", mine.step, name="deputy_step"),
    path("akses/matriks/", versions.index, name="matrix"),
    path("akses/matriks/unduh/", versions.download, name="matrix_file"),
    path("akses/matriks/<uuid:pk>/", versions.detail, name="version"),
    path("akses/matriks/<uuid:pk>/terapkan/", versions.apply, name="apply"),
    path("akses/matriks/<uuid:pk>/mintakan/", versions.ask, name="ask"),
    path("akses/matriks/<uuid:pk>/kembali/", versions.back, name="back"),
    path("akses/mengapa/", colleagues.why, name="why"),
    path("akses/hak/<uuid:pk>/akhiri/", colleagues.end_right, name="end_right"),
    path("pengguna/<str:username>/hak/", colleagues.rights, name="rights"),
]
