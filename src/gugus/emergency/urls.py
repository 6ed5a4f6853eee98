from django.urls import path

from gugus.emergency import views

app_name = "emergency"
urlpatterns = [
    path("darurat/", views.listing, name="list"),
    path("darurat/buka/", views.breaking, name="open"),
    path("darurat/<str:ref>/", views.detail, name="detail"),
    path("darurat/<str:ref>/akhiri/", views.ending, name="end"),
    path("darurat/<str:ref>/tinjau/", views.reviewing, name="review"),
]
