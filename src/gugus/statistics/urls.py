from django.urls import path

from gugus.statistics import views

app_name = "statistics"
urlpatterns = [
    path("data/", views.show, name="overview"),
    path("data/unduh.csv", views.download, name="download"),
    path("data/definisi/<slug:code>/", views.definition, name="definition"),
]
