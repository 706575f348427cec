from django.urls import path

from tongket.targets.views import target_deeds, targets, task_deeds, tasks

app_name = "targets"
urlpatterns = [
    path("targets/", targets.target_list, name="list"),
    path("targets/new/", target_deeds.new, name="new"),
    path("targets/adopt/", target_deeds.adopt, name="adopt"),
    path("targets/next/", target_deeds.carry_over, name="next"),
    path("targets/tasks/", tasks.task_list, name="tasks"),
    path("targets/tasks/new/", task_deeds.take_on, name="take_on"),
    path("targets/tasks/<uuid:pk>/", tasks.task, name="task"),
    path("targets/tasks/<uuid:pk>/correct/", task_deeds.correct_task, name="correct_task"),
    path("targets/tasks/<uuid:pk>/done/", task_deeds.finish, name="finish"),
    path("targets/tasks/<uuid:pk>/reopen/", task_deeds.reopen, name="reopen"),
    path("targets/tasks/<uuid:pk>/remove/", task_deeds.remove, name="remove_task"),
    path("targets/tasks/<uuid:pk>/steps/new/", task_deeds.step, name="step"),
    path("targets/steps/<uuid:pk>/done/", task_deeds.step_done, name="step_done"),
    path("targets/tasks/<uuid:pk>/progress/", task_deeds.progress, name="progress"),
    path("targets/tasks/<uuid:pk>/extend/", task_deeds.extend, name="extend"),
    path("targets/<uuid:pk>/", targets.record, name="record"),
    path("targets/<uuid:pk>/correct/", target_deeds.correct, name="correct"),
    path("targets/<uuid:pk>/result/", target_deeds.result, name="result"),
    path("targets/<uuid:pk>/drop/", target_deeds.drop, name="drop"),
    path("targets/<uuid:pk>/give/", target_deeds.give, name="give"),
    path("targets/<uuid:pk>/give/shares/", target_deeds.give_shares, name="give_shares"),
]
