from django.urls import path

from gugus.places.views import suggest

app_name = "places"
urlpatterns = [path("places/suggest", suggest, name="suggest")]
