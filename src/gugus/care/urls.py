from django.urls import path

from gugus.care import assessment_views, line_views, plan_views, plan_writing, views

app_name = "care"
urlpatterns = [
    path("layanan/", views.listing, name="list"),
    path("layanan/pendapat/", line_views.heard, name="opinions"),
    path("layanan/<str:ref>/", views.detail, name="detail"),
    path("layanan/<str:ref>/rujuk/", line_views.refer, name="refer"),
    path("layanan/<str:ref>/pendapat/", line_views.opinion, name="opinion"),
    path("layanan/<str:ref>/<slug:slug>/", views.step, name="step"),
    path("kasus/<str:ref>/layanan/", views.new, name="new"),
    path("kasus/<str:ref>/layanan/cetak/", views.paper, name="print"),
    path("kasus/<str:ref>/asesmen/", assessment_views.course, name="assessments"),
    path("kasus/<str:ref>/asesmen/baru/", assessment_views.new, name="assessment_new"),
    path("asesmen/<str:ref>/", assessment_views.detail, name="assessment"),
    path("asesmen/<str:ref>/isi/", assessment_views.sheet, name="sheet"),
    path("asesmen/<str:ref>/betulkan/", assessment_views.correct, name="assessment_correct"),
    path("asesmen/<str:ref>/cetak/", assessment_views.paper, name="assessment_print"),
    path("kasus/<str:ref>/rencana/", plan_writing.new, name="plan_new"),
    path("rencana/", plan_views.listing, name="plans"),
    path("rencana/aturan/", plan_views.rule, name="plan_rule"),
    path("rencana/<str:ref>/", plan_views.detail, name="plan"),
    path("rencana/<str:ref>/ubah/", plan_writing.change, name="plan_change"),
    path("rencana/<str:ref>/versi-baru/", plan_writing.renew, name="plan_renew"),
    path("rencana/<str:ref>/cetak/", plan_views.paper, name="plan_print"),
    path("rencana/<str:ref>/tujuan/", plan_writing.add_goal, name="goal_add"),
    path("rencana/<str:ref>/tujuan/<uuid:pk>/", plan_writing.change_goal, name="goal"),
    path("rencana/<str:ref>/tujuan/<uuid:pk>/hapus/", plan_writing.drop_goal, name="goal_drop"),
    path("rencana/<str:ref>/tujuan/<uuid:pk>/hasil/", plan_views.settle, name="goal_settle"),
    path("rencana/<str:ref>/tujuan/<uuid:pk>/langkah/", plan_writing.add_step, name="step_add"),
    path("rencana/<str:ref>/langkah/<uuid:pk>/", plan_writing.change_step, name="plan_step"),
    path("rencana/<str:ref>/langkah/<uuid:pk>/hapus/", plan_writing.drop_step, name="step_drop"),
    path("rencana/<str:ref>/langkah/<uuid:pk>/keadaan/", plan_views.mark, name="step_mark"),
    path("rencana/<str:ref>/<slug:slug>/", plan_views.step, name="plan_do"),
]
