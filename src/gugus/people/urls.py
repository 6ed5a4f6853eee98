from django.urls import path

from gugus.people import editing, review_pages, seal_pages, views

app_name = "people"
urlpatterns = [
    path("telaah/", review_pages.switch, name="review"),
    path("orang/", views.search_page, name="search"),
    path("orang/mirip/", views.hints_page, name="hints"),
    path("orang/<str:ref>/", views.detail, name="detail"),
    path("orang/<str:ref>/buka/", editing.unmask_page, name="unmask"),
    path("orang/<str:ref>/tutup/", editing.mask_page, name="mask"),
    path("orang/<str:ref>/segel/", seal_pages.seal_page, name="seal"),
    path("orang/<str:ref>/segel/buka/", seal_pages.ask_page, name="unseal"),
    path("orang/<str:ref>/segel/lepas/", seal_pages.lift_page, name="lift"),
    path("orang/<str:ref>/fakta/", editing.facts_page, name="facts"),
    path("orang/<str:ref>/identitas/", editing.identity_page, name="identity"),
]
