from django.urls import path

from gugus.intake import call_views, merge_views, outcome_views, public_views, views

app_name = "intake"
urlpatterns = [
    path("laporan/", public_views.tell, name="tell"),
    path("laporan/kembali/", public_views.come_back, name="come_back"),
    path("aduan/", views.inbox, name="inbox"),
    path("aduan/baru/", call_views.new, name="new"),
    path("aduan/baru/<uuid:key>/", call_views.note, name="note"),
    path("aduan/baru/<uuid:key>/simpan/", call_views.draft, name="draft"),
    path("aduan/baru/<uuid:key>/buang/", call_views.drop, name="drop"),
    path("aduan/<str:ref>/", views.report, name="report"),
    path("aduan/<str:ref>/nama/", views.open_identities, name="open"),
    path("aduan/<str:ref>/cetak/", call_views.printed, name="print"),
    path("aduan/<str:ref>/risiko/", outcome_views.triage, name="triage"),
    path("aduan/<str:ref>/tambahan/", outcome_views.add_fact, name="add_fact"),
    path("aduan/<str:ref>/jawaban/", outcome_views.answer, name="answer"),
    path("aduan/<str:ref>/orang/", call_views.person, name="person"),
    path("aduan/<str:ref>/tolak/", outcome_views.decline, name="decline"),
    path("aduan/<str:ref>/bukan-kasus/", outcome_views.no_case, name="no_case"),
    path("aduan/<str:ref>/kirim/", outcome_views.send, name="send"),
    path("aduan/<str:ref>/terima/", outcome_views.accept, name="accept"),
    path("aduan/<str:ref>/kembalikan/", outcome_views.give_back, name="return"),
    path("aduan/<str:ref>/gabung/", merge_views.merge, name="merge"),
    path("aduan/<str:ref>/pisah/", merge_views.part, name="part"),
]
