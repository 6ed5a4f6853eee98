from django.urls import path

from gugus.figures import published_pages, views

app_name = "figures"
urlpatterns = [
    path("angka/", views.index, name="list"),
    path("angka/bekukan/", views.freeze, name="freeze"),
    path("angka/<str:ref>/", views.detail, name="detail"),
    path("angka/<str:ref>/periksa/", views.check, name="check"),
    path("angka/<str:ref>/tabel.csv", views.table, name="table"),
    path("angka/<str:ref>/isi.json", views.bytes_of, name="bytes"),
    path("angka-terbitan/", published_pages.index, name="published"),
    path("angka-terbitan/baru/", published_pages.new, name="record"),
    path("angka-terbitan/contoh/", published_pages.examples, name="examples"),
    path("angka-terbitan/unduh.csv", published_pages.download, name="published_download"),
    path("angka-terbitan/<str:ref>/", published_pages.detail, name="published_detail"),
    path("angka-terbitan/<str:ref>/betulkan/", published_pages.correct, name="correct"),
    path("angka-terbitan/<str:ref>/putusan/", published_pages.resolve, name="resolve"),
]
