from django.urls import path

from gugus.accounts import factors, issuers, own_views, strictness_views, views

app_name = "accounts"
urlpatterns = [
    path("pengguna/", views.users, name="users"),
    path("pengguna/baru/", views.add, name="add"),
    path("pengguna/aturan-masuk/", strictness_views.strictness, name="strictness"),
    path("pengguna/<str:username>/peran/", views.roles, name="roles"),
    path("pengguna/<str:username>/<slug:way>/", views.step, name="step"),
    # These stand before allauth's pages of the same addresses.
    path("akun/oidc/<str:provider_id>/login/", issuers.login, name="issuer_login"),
    path("akun/oidc/<str:provider_id>/login/callback/", issuers.callback, name="issuer_callback"),
    path("akun/2fa/webauthn/keys/<int:pk>/remove/", factors.remove_passkey, name="remove_passkey"),
    path("akun/kunci/", own_views.keys, name="keys"),
    path("akun/kunci/<uuid:pk>/cabut/", own_views.revoke, name="revoke"),
    path("akun/sesi/", own_views.sessions, name="sessions"),
    path("akun/sesi/keluar/", own_views.sign_out, name="sign_out_all"),
    path("akun/sesi/<uuid:pk>/keluar/", own_views.sign_out, name="sign_out"),
    path("akun/tetap/", own_views.stay, name="stay"),
    path("akun/tersimpan/", own_views.kept_list, name="kept_list"),
    path("akun/tersimpan/<uuid:pk>/", own_views.kept, name="kept"),
    path("akun/kode-etik/", own_views.conduct, name="conduct"),
]
