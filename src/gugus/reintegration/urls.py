from django.urls import path

from gugus.reintegration import papers, rule_views, views, writing

app_name = "reintegration"
urlpatterns = [
    path("reintegrasi/", views.listing, name="list"),
    path("reintegrasi/angka/", views.figures_page, name="figures"),
    path("reintegrasi/aturan/", rule_views.index, name="rules"),
    path("reintegrasi/aturan/ubah/", rule_views.change, name="rules_change"),
    path("reintegrasi/<str:ref>/", views.detail, name="detail"),
    path("reintegrasi/<str:ref>/laporan/", papers.report, name="report"),
    path("reintegrasi/<str:ref>/kunjungan/<uuid:pk>/catat/", writing.record, name="record"),
    path("reintegrasi/<str:ref>/kunjungan/<uuid:pk>/terlewat/", writing.missed, name="missed"),
    path("reintegrasi/<str:ref>/kunjungan/<uuid:pk>/betulkan/", writing.correct, name="correct"),
    path(
        "reintegrasi/<str:ref>/kunjungan/<uuid:pk>/betulkan-terlewat/",
        writing.correct_missed,
        name="correct_missed",
    ),
    path("reintegrasi/<str:ref>/dukungan/<uuid:pk>/", writing.support, name="support"),
    path("reintegrasi/<str:ref>/dukungan/<uuid:pk>/bayar/", writing.pay, name="pay"),
    path("reintegrasi/<str:ref>/alarm/<uuid:pk>/", writing.settle, name="settle"),
    path("reintegrasi/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/reintegrasi/", views.new, name="new"),
]
