from django.urls import path

from tongket.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("menu/", views.menu, name="menu"),
    path("pick/<str:source>/<str:verb>/", views.pick, name="pick"),
    path("units/<slug:code>/<int:year>/", views.overview, name="overview"),
]
