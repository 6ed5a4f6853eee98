from django.urls import path

from gugus.followup import views

app_name = "followup"
urlpatterns = [
    path("rekomendasi/", views.board, name="board"),
    path("rekomendasi/<str:ref>/", views.detail, name="detail"),
    path("rekomendasi/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("gugus-tugas/<str:ref>/rekomendasi/baru/", views.new, name="new"),
]
