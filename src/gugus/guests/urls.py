from django.urls import path

from gugus.guests import guest_views, views

app_name = "guests"
urlpatterns = [
    path("tamu/", guest_views.door, name="door"),
    path("tamu/<slug:slug>/", guest_views.step, name="step"),
    path("tautan-tamu/", views.passes, name="passes"),
    path("rujukan/<str:ref>/tamu/", views.invite, name="invite"),
    path("rujukan/<str:ref>/tamu/cabut/", views.revoke, name="revoke"),
    path("rujukan/<str:ref>/jawaban-tertulis/", views.type_in, name="type_in"),
    path("rujukan/<str:ref>/surat/bernama/", views.letter, name="letter"),
]
