from django.urls import path

from gugus.shelter import housing, views

app_name = "shelter"
urlpatterns = [
    path("rumah/", housing.houses, name="houses"),
    path("rumah/baru/", housing.new, name="new"),
    path("rumah/<str:ref>/", housing.house, name="house"),
    path("rumah/<str:ref>/ubah/", housing.change, name="change"),
    path("rumah/<str:ref>/malam/", housing.night, name="night"),
    path("rumah/<str:ref>/serah-jaga/", housing.handover, name="handover"),
    path("rumah/<str:ref>/alamat/", housing.address, name="address"),
    path("rumah/<str:ref>/alamat/tulis/", housing.write_address, name="write_address"),
    path("rumah/<str:ref>/kamar/", housing.room, name="room"),
    path("rumah/<str:ref>/tutup/", housing.close, name="close"),
    path("rumah/<str:ref>/tempat-tidur/<uuid:pk>/", housing.bed, name="bed"),
    path("rumah/<str:ref>/tempat-tidur/<uuid:pk>/pakai/", housing.bed_back, name="bed_back"),
    path("rumah/<str:ref>/tempat-tidur/<uuid:pk>/tiadakan/", housing.bed_away, name="bed_away"),
    path("tinggal/", views.stays, name="stays"),
    path("tinggal/<str:ref>/", views.stay, name="stay"),
    path("tinggal/<str:ref>/sekeluarga/", views.together, name="together"),
    path("tinggal/<str:ref>/barang/<uuid:pk>/", views.returned, name="returned"),
    path("tinggal/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("rujukan/<str:ref>/tinggal/usul/", views.propose_for_referral, name="propose_for_referral"),
    path("kasus/<str:ref>/tinggal/usul/", views.propose_for_case, name="propose_for_case"),
]
