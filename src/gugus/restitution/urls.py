from django.urls import path

from gugus.restitution import figures, views

app_name = "restitution"
urlpatterns = [
    path("restitusi/", views.listing, name="list"),
    path("restitusi/angka/", figures.overview, name="figures"),
    path("restitusi/baris/<str:ref>/batalkan/", views.take_line_back, name="take_back"),
    path("restitusi/<str:ref>/", views.detail, name="detail"),
    path("restitusi/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/restitusi/", views.new, name="new"),
]
