from django.urls import path

from gugus.conferences import papers, views, writing

app_name = "conferences"
urlpatterns = [
    path("rapat-kasus/", views.listing, name="list"),
    path("rapat-kasus/<str:ref>/", views.detail, name="detail"),
    path("rapat-kasus/<str:ref>/ubah/", writing.change, name="change"),
    path("rapat-kasus/<str:ref>/acara/", writing.add_item, name="add_item"),
    path("rapat-kasus/<str:ref>/acara/<uuid:pk>/hapus/", writing.take_off, name="take_off"),
    path("rapat-kasus/<str:ref>/acara/<uuid:pk>/notulen/", writing.said, name="said"),
    path("rapat-kasus/<str:ref>/acara/<uuid:pk>/keputusan/", writing.decide, name="decide"),
    path("rapat-kasus/<str:ref>/keputusan/<uuid:pk>/", views.result, name="result"),
    path("rapat-kasus/<str:ref>/undangan/cetak/", papers.invitation, name="invitation"),
    path("rapat-kasus/<str:ref>/notulen/cetak/", papers.minutes, name="minutes"),
    path("rapat-kasus/<str:ref>/kalender.ics", papers.calendar, name="calendar"),
    path("rapat-kasus/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/rapat/", writing.new, name="new"),
]
