from django.urls import path

from tongket.web.views import design, fields, home

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("menu/", home.menu, name="menu"),
    path("design/", design.design, name="design"),
    path("drafts/save/", fields.save_draft, name="save_draft"),
    path("drafts/drop/", fields.drop_draft, name="drop_draft"),
    path("pick/<str:source>/<str:verb>/<str:name>/", fields.pick, name="pick"),
    path("units/<slug:code>/<year:year>/", home.overview, name="overview"),
]
