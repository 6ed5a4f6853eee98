from django.urls import path

from gugus.transfers import views, writing

app_name = "transfers"
urlpatterns = [
    path("pelimpahan/", views.in_tray, name="in_tray"),
    path("pelimpahan/rekan-pergi/", writing.colleague_leaves, name="leaving"),
    path("pelimpahan/instansi-bergabung/", writing.merged, name="merged"),
    path("pelimpahan/<str:ref>/", views.detail, name="detail"),
    path("pelimpahan/<str:ref>/surat/", views.letter, name="letter"),
    path("pelimpahan/<str:ref>/berita-acara-serah-terima/", views.minutes, name="minutes"),
    path("pelimpahan/<str:ref>/akhiri-serah-terima/", views.shorten, name="shorten"),
    path("pelimpahan/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/limpahkan/", writing.new, name="new"),
]
