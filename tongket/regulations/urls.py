from django.urls import path

from tongket.regulations import views

app_name = "regulations"
urlpatterns = [
    path("regulations/", views.regulation_list, name="list"),
    path("regulations/<uuid:pk>/", views.record, name="record"),
]
