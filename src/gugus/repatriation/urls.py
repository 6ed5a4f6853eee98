app_name = "repatriation"
urlpatterns: list = []
