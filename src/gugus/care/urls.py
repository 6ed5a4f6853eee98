from django.urls import path

from gugus.care import views

app_name = "care"
urlpatterns = [
    path("layanan/", views.listing, name="list"),
    path("layanan/<str:ref>/", views.detail, name="detail"),
    path("layanan/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/layanan/", views.new, name="new"),
    path("kasus/<str:ref>/layanan/cetak/", views.paper, name="print"),
]
