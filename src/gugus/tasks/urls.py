from django.urls import path

from gugus.tasks import calendar, views

app_name = "tasks"
urlpatterns = [
    path("tugas/", views.index, name="index"),
    path("tugas/jam/", calendar.clocks, name="clocks"),
    path("tugas/jam/<slug:code>/", calendar.clock, name="clock"),
    path("tugas/libur/", calendar.days_off, name="days_off"),
    path("tugas/<str:ref>/", views.task, name="task"),
    path("tugas/<str:ref>/selesai/", views.done, name="done"),
    path("tugas/<str:ref>/tunda/", views.snooze, name="snooze"),
    path("tugas/<str:ref>/serahkan/", views.assign, name="assign"),
    path("tugas/<str:ref>/ambil/", views.take, name="take"),
]
