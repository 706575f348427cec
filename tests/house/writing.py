"""Which lines write rows: by the methods of models and querysets, or by the writers that actions share."""

import ast

from tests.house.code import Code, Module, dotted

CREATING = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SAVING = {"update_fields", "force_insert", "force_update", "using"}
WRITERS = {
    *(f"tongket.org.saving.{name}" for name in ("update", "move", "keep_old")),
    "tongket.core.compiled.add",
}
# Where the writers themselves live, beside `actions`: of versions, the log, the queue, the trees, forms
# taken once, sessions.
MECHANISM = {
    "tongket.core.compiled",
    "tongket.org.audit",
    "tongket.org.jobs",
    "tongket.org.saving",
    "tongket.org.snapshots",
    "tongket.org.working",
    "tongket.pages.once",
    "tongket.pages.sessions",
}


def may_write(module: str) -> bool:
    """Whether writes belong into a module by its name."""
    parts = module.split(".")
    return "actions" in parts or parts[1:2] == ["demo"] or module in MECHANISM


def writes(code: Code, module: Module) -> list[int]:
    """Lines of a module that write rows.

    A call tells itself by what it is given: `update` of a dictionary takes a value, `save` of a picture takes a file.
    """
    return sorted(
        {node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.Call) and _writes(code, module, node)}
    )


def _writes(code: Code, module: Module, call: ast.Call) -> bool:
    parts = dotted(call.func)
    origin = code.resolve(module.name, *parts) if parts else None
    if str(origin) in WRITERS:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    is_function_of_ours = origin is not None and origin.name == call.func.attr
    is_of_a_library = bool(parts) and parts[0] in module.imports and code.resolve(module.name, parts[0]) is None
    if is_function_of_ours or is_of_a_library:
        return False
    keywords = {keyword.arg for keyword in call.keywords}
    match call.func.attr:
        case "save":
            return not call.args and keywords <= SAVING
        case "delete":
            return not call.args and not keywords
        case "update":
            return not call.args and bool(keywords)
        case name:
            return name in CREATING
