from django.urls import path

from gugus.people import editing, views

app_name = "people"
urlpatterns = [
    path("orang/", views.search_page, name="search"),
    path("orang/mirip/", views.hints_page, name="hints"),
    path("orang/<str:ref>/", views.detail, name="detail"),
    path("orang/<str:ref>/buka/", editing.unmask_page, name="unmask"),
    path("orang/<str:ref>/tutup/", editing.mask_page, name="mask"),
    path("orang/<str:ref>/fakta/", editing.facts_page, name="facts"),
    path("orang/<str:ref>/identitas/", editing.identity_page, name="identity"),
]
