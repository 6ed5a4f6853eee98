from django.urls import path

from gugus.trail import views

app_name = "trail"
urlpatterns = [path("jejak/", views.index, name="index")]
