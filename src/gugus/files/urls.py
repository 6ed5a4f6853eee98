from django.urls import path

from gugus.files import views

app_name = "files"
urlpatterns = [
    path("berkas/unggah/<slug:kind>/<str:ref>/<slug:section>/", views.upload, name="upload"),
    path("berkas/unduh/<str:token>/", views.content, name="content"),
    path("berkas/<uuid:pk>/", views.link, name="link"),
    path("berkas/<uuid:pk>/tertahan/", views.held, name="held"),
    path("berkas/<uuid:pk>/tarik/", views.remove, name="remove"),
]
