from django.urls import path

from gugus.consent.views import asking, ledger, overrides, recalls, sheets, tables, taking_back

app_name = "consent"
urlpatterns = [
    path("dasar-data/", ledger.index, name="index"),
    path("dasar-data/kewajiban/", recalls.in_tray, name="recalls"),
    path("dasar-data/kewajiban/<str:ref>/", recalls.recall, name="recall"),
    path("dasar-data/penarikan/<str:ref>/", taking_back.withdrawal, name="withdrawal"),
    path("dasar-data/penarikan/<str:ref>/surat/", sheets.letter, name="letter"),
    path("dasar-data/tanpa-dasar/", overrides.listing, name="overrides"),
    path("dasar-data/tanpa-dasar/<str:ref>/", overrides.one, name="override"),
    path("dasar-data/aturan/", tables.index, name="tables"),
    path("dasar-data/aturan/angka/<slug:code>/", tables.number, name="number"),
    path("dasar-data/aturan/kewajiban-hukum/<slug:code>/", tables.duty, name="duty"),
    path("dasar-data/aturan/teks/", tables.text, name="text"),
    path("dasar-data/<str:ref>/", ledger.detail, name="detail"),
    path("dasar-data/<str:ref>/lembar/", sheets.sheet, name="sheet"),
    path("orang/<str:ref>/persetujuan/", ledger.person, name="person"),
    path("orang/<str:ref>/persetujuan/baru/", asking.new, name="new"),
    path("orang/<str:ref>/persetujuan/tarik/", taking_back.withdraw_some, name="withdraw"),
    path("orang/<str:ref>/persetujuan/lembar/", sheets.blank, name="blank"),
]
