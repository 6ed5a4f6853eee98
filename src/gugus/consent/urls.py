from django.urls import path

from gugus.consent.views import asking, ledger, overrides, recalls, sheets, tables, taking_back

app_name = "consent"
urlpatterns = [
    path("persetujuan/", ledger.index, name="index"),
    path("persetujuan/kewajiban/", recalls.in_tray, name="recalls"),
    path("persetujuan/kewajiban/<str:ref>/", recalls.recall, name="recall"),
    path("persetujuan/penarikan/<str:ref>/", taking_back.withdrawal, name="withdrawal"),
    path("persetujuan/penarikan/<str:ref>/surat/", sheets.letter, name="letter"),
    path("persetujuan/tanpa-dasar/", overrides.listing, name="overrides"),
    path("persetujuan/tanpa-dasar/<str:ref>/", overrides.one, name="override"),
    path("persetujuan/aturan/", tables.index, name="tables"),
    path("persetujuan/aturan/angka/<slug:code>/", tables.number, name="number"),
    path("persetujuan/aturan/kewajiban-hukum/<slug:code>/", tables.duty, name="duty"),
    path("persetujuan/aturan/teks/", tables.text, name="text"),
    path("persetujuan/<str:ref>/", ledger.detail, name="detail"),
    path("persetujuan/<str:ref>/lembar/", sheets.sheet, name="sheet"),
    path("orang/<str:ref>/persetujuan/", ledger.person, name="person"),
    path("orang/<str:ref>/persetujuan/baru/", asking.new, name="new"),
    path("orang/<str:ref>/persetujuan/tarik/", taking_back.withdraw_some, name="withdraw"),
    path("orang/<str:ref>/persetujuan/lembar/", sheets.blank, name="blank"),
]
