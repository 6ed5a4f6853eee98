from django.urls import path

from gugus.actionplan import importing_pages, reporting_pages, views, writing

app_name = "actionplan"
urlpatterns = [
    path("rencana-aksi/", views.index, name="list"),
    path("rencana-aksi/baru/", writing.new, name="new"),
    path("rencana-aksi/laporan/", reporting_pages.index, name="reports"),
    path("rencana-aksi/<str:ref>/", views.detail, name="detail"),
    path("rencana-aksi/<str:ref>/ubah/", writing.change, name="change"),
    path("rencana-aksi/<str:ref>/baris/", writing.add, name="add"),
    path("rencana-aksi/<str:ref>/langkah/<slug:to>/", writing.move, name="move"),
    path("rencana-aksi/<str:ref>/edisi-baru/", writing.follow, name="follow"),
    path("rencana-aksi/<str:ref>/matriks.<slug:form>", views.download, name="download"),
    path("rencana-aksi/<str:ref>/kosong.xlsx", importing_pages.template, name="template"),
    path("rencana-aksi/<str:ref>/impor/", importing_pages.bring, name="import"),
    path("rencana-aksi/<str:ref>/impor/<uuid:key>/", importing_pages.look, name="load"),
    path("rencana-aksi/<str:ref>/impor/<uuid:key>/salah.xlsx", importing_pages.bad, name="bad_rows"),
    path("rencana-aksi/<str:ref>/impor/<uuid:key>/ambil/", importing_pages.apply, name="apply"),
    path("rencana-aksi/<str:ref>/impor/<uuid:key>/batalkan/", importing_pages.undo, name="undo"),
    path("kegiatan-aksi/<str:ref>/", views.activity, name="activity"),
    path("kegiatan-aksi/<str:ref>/ubah/", writing.change_activity, name="change_activity"),
    path("kegiatan-aksi/<str:ref>/keluarkan/", writing.drop, name="drop"),
    path("kegiatan-aksi/<str:ref>/indikator/<uuid:key>/", writing.change_indicator, name="change_indicator"),
    path("kegiatan-aksi/<str:ref>/target/<uuid:key>/", writing.target, name="target"),
    path("laporan-aksi/<str:ref>/", reporting_pages.detail, name="report"),
    path("laporan-aksi/<str:ref>/serahkan/", reporting_pages.hand_in, name="hand_in"),
    path("laporan-aksi/<str:ref>/jawab/<slug:to>/", reporting_pages.answer, name="answer"),
    path("laporan-aksi/<str:ref>/kegiatan/<str:which>/", reporting_pages.entry, name="entry"),
]
