from django.urls import path

from gugus.agreements import views, writing

app_name = "agreements"
urlpatterns = [
    path("perjanjian/", views.index, name="list"),
    path("perjanjian/baru/", writing.new, name="new"),
    path("perjanjian/<str:ref>/", views.detail, name="detail"),
    path("perjanjian/<str:ref>/ubah/", writing.change, name="change"),
    path("perjanjian/<str:ref>/lanjutan/", writing.follow, name="follow"),
    path("perjanjian/<str:ref>/<slug:slug>/", views.step, name="step"),
]
