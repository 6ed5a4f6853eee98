app_name = "restitution"
urlpatterns: list = []
