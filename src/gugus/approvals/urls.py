from django.urls import path

from gugus.approvals import views

app_name = "approvals"
urlpatterns = [
    path("persetujuan/", views.listing, name="list"),
    path("persetujuan/<str:ref>/", views.detail, name="detail"),
    path("persetujuan/<str:ref>/setuju/", views.approving, name="approve"),
    path("persetujuan/<str:ref>/tolak/", views.refusing, name="refuse"),
    path("persetujuan/<str:ref>/tarik/", views.withdrawing, name="withdraw"),
]
