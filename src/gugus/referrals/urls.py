from django.urls import path

from gugus.referrals import board_pages, together, views, writing

app_name = "referrals"
urlpatterns = [
    path("rujukan/", views.in_tray, name="in_tray"),
    path("rujukan/papan/", board_pages.board, name="board"),
    path("rujukan/bersama/<str:ref>/", together.batch, name="batch"),
    path("rujukan/bersama/<str:ref>/jawab/", together.decide, name="batch_decide"),
    path("rujukan/bersama/<str:ref>/kirim/", together.send, name="batch_send"),
    path("rujukan/bersama/<str:ref>/tarik/", together.take_back, name="batch_take_back"),
    path("rujukan/<str:ref>/", views.detail, name="detail"),
    path("rujukan/<str:ref>/surat/", views.letter, name="letter"),
    path("rujukan/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/rujuk/", writing.new, name="new"),
]
