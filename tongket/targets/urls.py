from django.urls import path

from tongket.targets.views import corrections, target_deeds, targets, task_deeds, tasks

app_name = "targets"
urlpatterns = [
    path("targets/", targets.target_list, name="list"),
    path("targets/new/", target_deeds.new, name="new"),
    path("targets/adopt/", target_deeds.adopt, name="adopt"),
    path("targets/next/", target_deeds.carry_over, name="next"),
    path("targets/tasks/", tasks.task_list, name="tasks"),
    path("targets/tasks/new/", task_deeds.take_on, name="take_on"),
    path("targets/tasks/<uuid:pk>/", tasks.task, name="task"),
    path("targets/tasks/<uuid:pk>/correct/", corrections.correct_task, name="correct_task"),
    path("targets/tasks/<uuid:pk>/done/", task_deeds.finish, name="finish"),
    path("targets/tasks/<uuid:pk>/reopen/", task_deeds.reopen, name="reopen"),
    path("targets/tasks/<uuid:pk>/remove/", task_deeds.remove, name="remove_task"),
    path("targets/tasks/<uuid:pk>/steps/new/", task_deeds.step, name="step"),
    path("targets/steps/<uuid:pk>/done/", task_deeds.step_done, name="step_done"),
    path("targets/steps/<uuid:pk>/correct/", corrections.correct_step, name="correct_step"),
    path("targets/steps/<uuid:pk>/withdraw/", corrections.withdraw_step, name="withdraw_step"),
    path("targets/progress/<uuid:pk>/correct/", corrections.correct_progress, name="correct_progress"),
    path("targets/progress/<uuid:pk>/withdraw/", corrections.withdraw_progress, name="withdraw_progress"),
    path("targets/extensions/<uuid:pk>/correct/", corrections.correct_extension, name="correct_extension"),
    path("targets/extensions/<uuid:pk>/withdraw/", corrections.withdraw_extension, name="withdraw_extension"),
    path("targets/results/<uuid:pk>/correct/", corrections.correct_result, name="correct_result"),
    path("targets/results/<uuid:pk>/withdraw/", corrections.withdraw_result, name="withdraw_result"),
    path("targets/tasks/<uuid:pk>/progress/", task_deeds.progress, name="progress"),
    path("targets/tasks/<uuid:pk>/extend/", task_deeds.extend, name="extend"),
    path("targets/<uuid:pk>/", targets.record, name="record"),
    path("targets/<uuid:pk>/correct/", corrections.correct, name="correct"),
    path("targets/<uuid:pk>/result/", target_deeds.result, name="result"),
    path("targets/<uuid:pk>/drop/", target_deeds.drop, name="drop"),
    path("targets/<uuid:pk>/withdraw/", corrections.withdraw, name="withdraw"),
    path("targets/<uuid:pk>/take-up/", corrections.take_up, name="take_up"),
    path("targets/<uuid:pk>/give/", target_deeds.give, name="give"),
    path("targets/<uuid:pk>/give/shares/", target_deeds.give_shares, name="give_shares"),
]
