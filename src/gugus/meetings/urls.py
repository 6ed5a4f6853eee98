from django.urls import path

from gugus.meetings.views import calendar, minutes, pages, preparing, presence, public

app_name = "meetings"
urlpatterns = [
    path("rapat/", pages.listing, name="list"),
    path("rapat/baru/", preparing.new, name="new"),
    path("rapat/<str:ref>/", pages.detail, name="detail"),
    path("rapat/<str:ref>/ubah/", preparing.change, name="change"),
    path("rapat/<str:ref>/acara/", preparing.add_items, name="add_items"),
    path("rapat/<str:ref>/acara/urut/", preparing.order_items, name="order_items"),
    path("rapat/<str:ref>/acara/<uuid:pk>/hapus/", preparing.take_off, name="take_off"),
    path("rapat/<str:ref>/narasumber/", preparing.add_speaker, name="add_speaker"),
    path("rapat/<str:ref>/narasumber/<uuid:pk>/ubah/", preparing.change_speaker, name="change_speaker"),
    path("rapat/<str:ref>/narasumber/<uuid:pk>/hapus/", preparing.drop_speaker, name="drop_speaker"),
    path("rapat/<str:ref>/berkas/", preparing.add_paper, name="add_paper"),
    path("rapat/<str:ref>/angka/", preparing.show_figure, name="show_figure"),
    path("rapat/<str:ref>/undangan/tautan/", preparing.make_links, name="make_links"),
    path("rapat/<str:ref>/undangan/<uuid:pk>/tautan/", preparing.make_link, name="make_link"),
    path("rapat/<str:ref>/hadir/", presence.listing, name="presence"),
    path("rapat/<str:ref>/hadir/impor/", presence.load, name="load_list"),
    path("rapat/<str:ref>/hadir/kode/", presence.room, name="room"),
    path("rapat/<str:ref>/hadir/<uuid:pk>/coret/", presence.strike, name="strike"),
    path("rapat/<str:ref>/notulen/", minutes.minutes, name="minutes"),
    path("rapat/<str:ref>/notulen/tulis/", minutes.write_point, name="write_point"),
    path("rapat/<str:ref>/notulen/urut/", minutes.order, name="order_points"),
    path("rapat/<str:ref>/notulen/<uuid:pk>/bandingkan/", minutes.compare, name="compare"),
    path("rapat/<str:ref>/notulen/<uuid:pk>/buang/", minutes.drop, name="drop_point"),
    path("rapat/<str:ref>/notulen/kabar/<uuid:pen>/", minutes.news, name="news"),
    path("rapat/<str:ref>/kalender.ics", calendar.entry, name="calendar"),
    path("rapat/<str:ref>/<slug:slug>/", pages.step, name="step"),
    path("kalender-rapat/", calendar.link, name="feed_link"),
    path("kalender-rapat/cabut/", calendar.revoke, name="revoke_feed"),
    path("kalender-rapat/<str:secret>.ics", calendar.feed, name="feed"),
    path("hadir/", public.here, name="here"),
    path("jawab-undangan/", public.reply, name="reply"),
]
