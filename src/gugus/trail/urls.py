from django.urls import path

from gugus.trail import file_views, unusual_views, views

app_name = "trail"
urlpatterns = [
    path("jejak/", views.index, name="index"),
    path("jejak/ekspor/", views.export, name="export"),
    path("jejak/jangkar/", views.anchors, name="anchors"),
    path("jejak/jangkar/berkas/", views.anchor_file, name="anchors_file"),
    path("jejak/jangkar/<str:day>/", views.anchor, name="anchor"),
    path("jejak/jangkar/<str:day>/berkas/", views.anchor_file, name="anchor_file"),
    path("jejak/tak-lazim/", unusual_views.index, name="unusual"),
    path("jejak/tak-lazim/minggu/<str:week>/", unusual_views.index, name="unusual_week"),
    path("jejak/tak-lazim/putusan/", unusual_views.judge, name="judge"),
    path("jejak/tak-lazim/ambang/", unusual_views.thresholds, name="thresholds"),
    path("kasus/<str:ref>/jejak/", file_views.of_file, {"kind": "kasus"}, name="case"),
    path("kasus/<str:ref>/jejak/cetak/", file_views.letter, {"kind": "kasus"}, name="case_letter"),
    path("orang/<str:ref>/jejak/", file_views.of_file, {"kind": "orang"}, name="person"),
    path("orang/<str:ref>/jejak/cetak/", file_views.letter, {"kind": "orang"}, name="person_letter"),
]
