from django.urls import path

from gugus.statistics import referral_pages, views

app_name = "statistics"
urlpatterns = [
    path("data/", views.show, name="overview"),
    path("data/rujukan/", referral_pages.show, name="referrals"),
    path("data/rujukan/unduh.csv", referral_pages.download, name="referrals_download"),
    path("data/unduh.csv", views.download, name="download"),
    path("data/definisi/<slug:code>/", views.definition, name="definition"),
]
