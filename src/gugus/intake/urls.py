from django.urls import path

from gugus.intake import public_views

app_name = "intake"
urlpatterns = [
    path("laporan/", public_views.tell, name="tell"),
    path("laporan/kembali/", public_views.come_back, name="come_back"),
]
