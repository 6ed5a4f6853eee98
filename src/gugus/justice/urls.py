from django.urls import path

from gugus.justice.views import calendar, hearings, listing, proceedings, survivors, verdicts

app_name = "justice"
urlpatterns = [
    path("perkara/", listing.index, name="list"),
    path("perkara/cari/", listing.seek, name="seek"),
    path("perkara/angka/", listing.numbers, name="figures"),
    path("perkara/<str:ref>/", proceedings.detail, name="detail"),
    path("perkara/<str:ref>/ubah/", proceedings.change, name="change"),
    path("perkara/<str:ref>/tahap/", proceedings.move, name="move"),
    path("perkara/<str:ref>/kantor/", proceedings.pass_on, name="pass_on"),
    path("perkara/<str:ref>/tarik/", proceedings.take_back, name="take_back"),
    path("perkara/<str:ref>/pasal/", proceedings.charge, name="charge"),
    path("perkara/<str:ref>/pasal/<uuid:pk>/cabut/", proceedings.drop, name="drop"),
    path("perkara/<str:ref>/tahanan/", proceedings.hold, name="hold"),
    path("perkara/<str:ref>/tahanan/<uuid:pk>/", proceedings.free, name="free"),
    path("perkara/<str:ref>/putusan/", verdicts.verdict, name="verdict"),
    path("perkara/<str:ref>/putusan/<uuid:pk>/perbaiki/", verdicts.correct, name="correct"),
    path("perkara/<str:ref>/sidang/", hearings.new, name="new_hearing"),
    path("perkara/<str:ref>/beri-tahu/<uuid:pk>/", survivors.tell, name="tell"),
    path("perkara/<str:ref>/beri-tahu/<uuid:pk>/tidak-aman/", survivors.not_safe, name="not_safe"),
    path("sidang/<str:ref>/", hearings.detail, name="hearing"),
    path("sidang/<str:ref>/ubah/", hearings.change, name="change_hearing"),
    path("sidang/<str:ref>/kalender.ics", calendar.entry, name="entry"),
    path("sidang/<str:ref>/<slug:slug>/", hearings.step, name="hearing_step"),
    path("kalender-sidang/", calendar.link, name="feed_link"),
    path("kalender-sidang/cabut/", calendar.revoke, name="revoke_feed"),
    path("kalender-sidang/<str:secret>.ics", calendar.feed, name="feed"),
    path("pelindungan/<str:ref>/", survivors.protection, name="protection"),
    path("pelindungan/<str:ref>/langkah/", survivors.protection_step, name="protection_step"),
    path("pasal-18/<str:ref>/", survivors.shield, name="shield"),
    path("pasal-18/<str:ref>/hasil/", survivors.shield_step, name="shield_step"),
    path("kasus/<str:ref>/perkara/", proceedings.new, name="new"),
    path("kasus/<str:ref>/pelindungan/", survivors.ask_protection, name="ask_protection"),
    path("kasus/<str:ref>/keinginan-tahu/", survivors.wish, name="wish"),
    path("kasus/<str:ref>/pasal-18/", survivors.raise_shield, name="raise_shield"),
]
