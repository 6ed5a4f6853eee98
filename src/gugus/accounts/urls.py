from django.urls import path

from gugus.accounts import views

app_name = "accounts"
urlpatterns = [
    path("pengguna/", views.users, name="users"),
    path("pengguna/baru/", views.add, name="add"),
    path("pengguna/<str:username>/peran/", views.roles, name="roles"),
    path("pengguna/<str:username>/<slug:way>/", views.step, name="step"),
    path("akun/kunci/", views.keys, name="keys"),
    path("akun/kunci/<uuid:pk>/cabut/", views.revoke, name="revoke"),
]
