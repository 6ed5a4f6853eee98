from django.urls import path

from gugus.repatriation import minutes, views, writing

app_name = "repatriation"
urlpatterns = [
    path("pemulangan/", views.listing, name="list"),
    path("pemulangan/<str:ref>/", views.detail, name="detail"),
    path("pemulangan/<str:ref>/ubah/", writing.change, name="change"),
    path("pemulangan/<str:ref>/perjalanan/", writing.new_leg, name="new_leg"),
    path("pemulangan/<str:ref>/perjalanan/<uuid:pk>/ubah/", writing.change_leg, name="change_leg"),
    path("pemulangan/<str:ref>/perjalanan/<uuid:pk>/biaya/", writing.new_cost, name="new_cost"),
    path("pemulangan/<str:ref>/perjalanan/<uuid:pk>/<slug:slug>/", writing.leg_step, name="leg_step"),
    path("pemulangan/<str:ref>/biaya/<uuid:pk>/batal/", writing.take_back_cost, name="take_back_cost"),
    path("pemulangan/<str:ref>/dokumen/", writing.new_paper, name="new_paper"),
    path("pemulangan/<str:ref>/dokumen/<uuid:pk>/", writing.change_paper, name="change_paper"),
    path("pemulangan/<str:ref>/serah-terima/", minutes.new, name="new_minutes"),
    path("pemulangan/<str:ref>/langkah/<slug:slug>/", views.step, name="step"),
    path("perjalanan/<str:ref>/", writing.leg, name="leg"),
    path("serah-terima/<str:ref>/", minutes.detail, name="minutes"),
    path("serah-terima/<str:ref>/ubah/", minutes.change, name="change_minutes"),
    path("serah-terima/<str:ref>/betulkan/", minutes.correct, name="correct_minutes"),
    path("serah-terima/<str:ref>/cetak/", minutes.paper, name="minutes_paper"),
    path("serah-terima/<str:ref>/tanda-tangan/<slug:side>/", minutes.sign, name="sign"),
    path("serah-terima/<str:ref>/tanda-tangan/<uuid:pk>.png", minutes.signature, name="signature"),
    path("serah-terima/<str:ref>/langkah/<slug:slug>/", minutes.step, name="minutes_step"),
    path("kasus/<str:ref>/pemulangan/", writing.new, name="new"),
]
