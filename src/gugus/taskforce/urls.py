from django.urls import path

from gugus.taskforce import views, writing

app_name = "taskforce"
urlpatterns = [
    path("gugus-tugas/", views.index, name="list"),
    path("gugus-tugas/baru/", writing.found, name="found"),
    path("gugus-tugas/dasar-hukum/<str:ref>/", views.basis, name="basis"),
    path("gugus-tugas/dasar-hukum/<str:ref>/<slug:slug>/", writing.basis, name="basis_step"),
    path("gugus-tugas/<str:ref>/", views.detail, name="detail"),
    path("gugus-tugas/<str:ref>/ambil-sekretariat/", writing.take_up, name="take_up"),
    path("gugus-tugas/<str:ref>/anggota/<slug:agency>/<slug:slug>/", writing.member, name="member"),
    path("gugus-tugas/<str:ref>/kedudukan/<uuid:pk>/<slug:slug>/", writing.position, name="position"),
    path("gugus-tugas/<str:ref>/<slug:slug>/", writing.step, name="step"),
]
