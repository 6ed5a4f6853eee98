from django.urls import path

from gugus.publication import public_views, views

app_name = "publication"
urlpatterns = [
    path("publikasi/", public_views.index, name="public_list"),
    path("publikasi/<str:ref>/", public_views.read, name="public"),
    path("ruang/publikasi/", views.index, name="list"),
    path("ruang/publikasi/baru/", views.new, name="new"),
    path("ruang/publikasi/<str:ref>/", views.detail, name="detail"),
    path("ruang/publikasi/<str:ref>/ubah/", views.edit, name="edit"),
    path("ruang/publikasi/<str:ref>/ajukan/", views.propose, name="propose"),
    path("ruang/publikasi/<str:ref>/terbitkan/", views.publish, name="publish"),
    path("ruang/publikasi/<str:ref>/kembalikan/", views.send_back, name="send_back"),
    path("ruang/publikasi/<str:ref>/tarik/", views.withdraw, name="withdraw"),
]
