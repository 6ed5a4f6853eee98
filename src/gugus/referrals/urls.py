from django.urls import path

from gugus.referrals import board_pages, views, writing

app_name = "referrals"
urlpatterns = [
    path("rujukan/", views.in_tray, name="in_tray"),
    path("rujukan/papan/", board_pages.board, name="board"),
    path("rujukan/<str:ref>/", views.detail, name="detail"),
    path("rujukan/<str:ref>/surat/", views.letter, name="letter"),
    path("rujukan/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/rujuk/", writing.new, name="new"),
]
