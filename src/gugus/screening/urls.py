"""Addresses of screening."""

from django.urls import path

from gugus.screening.views import deciding, lists, passage, workbench

app_name = "screening"

urlpatterns = [
    path("skrining/", lists.index, name="index"),
    path("skrining/mulai/<str:ref>/", lists.start, name="start"),
    path("skrining/kasus/<str:case_ref>/<str:person_ref>/", lists.start_of_person, name="start_of_person"),
    path("skrining/<str:ref>/", workbench.workbench, name="workbench"),
    path("skrining/<str:ref>/timbang/", workbench.weigh, name="weigh"),
    path("skrining/<str:ref>/catatan/", workbench.notes, name="notes"),
    path("skrining/<str:ref>/bukti/<uuid:item>/tarik/", workbench.retract, name="retract"),
    path("skrining/<str:ref>/ulang/", lists.again, name="again"),
    path("skrining/<str:ref>/putusan/", deciding.decide, name="decide"),
    path("skrining/<str:ref>/jalur/", deciding.convert, name="convert"),
    path("skrining/<str:ref>/identifikasi/", deciding.decision, name="decision"),
    path("skrining/<str:ref>/cetak/", deciding.paper, name="print"),
    path("skrining/<str:ref>/buka-kasus/", passage.open_case, name="open_case"),
    path("skrining/<str:ref>/gabung/", passage.join_case, name="join_case"),
]
