from django.urls import path

from gugus.exchange import views

app_name = "exchange"
urlpatterns = [
    path("ekspor/", views.listing, name="list"),
    path("ekspor/baru/<slug:listed>/", views.ask, name="ask"),
    path("ekspor/<str:ref>/", views.detail, name="detail"),
    path("ekspor/<str:ref>/unduh/", views.download, name="download"),
]
