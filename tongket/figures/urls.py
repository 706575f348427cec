from django.urls import path

from tongket.figures import views

app_name = "figures"
urlpatterns = [path("figures/<slug:key>/<slug:code>/<year:year>/", views.rows, name="rows")]
