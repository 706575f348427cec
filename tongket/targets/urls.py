from django.urls import path

from tongket.targets import deeds, tasks, views

app_name = "targets"
urlpatterns = [
    path("targets/", views.target_list, name="list"),
    path("targets/new/", deeds.new, name="new"),
    path("targets/adopt/", deeds.adopt, name="adopt"),
    path("targets/next/", deeds.carry_over, name="next"),
    path("targets/tasks/", tasks.task_list, name="tasks"),
    path("targets/tasks/new/", tasks.take_on, name="take_on"),
    path("targets/tasks/<uuid:pk>/", tasks.task, name="task"),
    path("targets/tasks/<uuid:pk>/correct/", tasks.correct_task, name="correct_task"),
    path("targets/tasks/<uuid:pk>/done/", tasks.finish, name="finish"),
    path("targets/tasks/<uuid:pk>/reopen/", tasks.reopen, name="reopen"),
    path("targets/<uuid:pk>/", views.record, name="record"),
    path("targets/<uuid:pk>/correct/", deeds.correct, name="correct"),
    path("targets/<uuid:pk>/result/", deeds.result, name="result"),
    path("targets/<uuid:pk>/drop/", deeds.drop, name="drop"),
]
