"""Addresses of cases."""

from django.urls import path

from gugus.cases.views import detail, listing, people, printing, steering, story

app_name = "cases"
urlpatterns = [
    path("kasus/", listing.listing, name="list"),
    path("kasus/baru/", listing.new, name="new"),
    path("kasus/<str:ref>/", detail.detail, name="detail"),
    path("kasus/<str:ref>/cetak/", printing.summary, name="print"),
    path("kasus/<str:ref>/berkas-lengkap/", printing.dossier, name="dossier"),
    path("kasus/<str:ref>/ubah/", steering.facts, name="edit"),
    path("kasus/<str:ref>/keselamatan/", steering.safety, name="safety"),
    path("kasus/<str:ref>/peringatan/", steering.flag, name="flag"),
    path("kasus/<str:ref>/peringatan/<uuid:flag_id>/", steering.resolve, name="resolve"),
    path("kasus/<str:ref>/tim/", steering.colleague, name="colleague"),
    path("kasus/<str:ref>/tim/<uuid:member_id>/", steering.leave, name="leave"),
    path("kasus/<str:ref>/serah/", steering.hand, name="hand_over"),
    path("kasus/<str:ref>/status/<slug:way>/", steering.state, name="state"),
    path("kasus/<str:ref>/orang/", people.add, name="add_person"),
    path("kasus/<str:ref>/orang/<uuid:party_id>/akhiri/", people.end, name="end_role"),
    path("kasus/<str:ref>/kejadian/", story.incident, name="incident"),
    path("kasus/<str:ref>/catatan/", story.write, name="write"),
    path("kasus/<str:ref>/catatan/draf/", story.draft, name="draft"),
    path("kasus/<str:ref>/catatan/<uuid:entry_id>/koreksi/", story.correct, name="correct"),
]
