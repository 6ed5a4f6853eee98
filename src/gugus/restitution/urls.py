from django.urls import path

from gugus.restitution import figures, papers, views

app_name = "restitution"
urlpatterns = [
    path("restitusi/", views.listing, name="list"),
    path("restitusi/angka/", figures.overview, name="figures"),
    path("restitusi/baris/<str:ref>/batalkan/", views.take_line_back, name="take_back"),
    path("restitusi/<str:ref>/", views.detail, name="detail"),
    path("restitusi/<str:ref>/rekening/", papers.statement, name="statement"),
    path("restitusi/<str:ref>/surat-permohonan/", papers.application, name="application"),
    path("restitusi/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/restitusi/", views.new, name="new"),
]
