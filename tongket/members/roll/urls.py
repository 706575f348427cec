from django.urls import path

from tongket.members.roll import views

urlpatterns = [
    path("members/", views.roll, name="list"),
    path("members/columns/", views.columns, name="columns"),
    path("members/lists/", views.saved, name="saved"),
    path("members/lists/new/", views.lists, name="lists"),
    path("members/lists/<uuid:pk>/rename/", views.rename, name="rename_list"),
    path("members/lists/<uuid:pk>/remove/", views.remove, name="remove_list"),
]
