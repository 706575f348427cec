"""Which rows are asked for outside `access.scope` and `access.find` (S-14)."""

import ast
from collections.abc import Collection, Iterator

from tests.house.code import Code, Function, Module, Name, dotted

MANAGERS = {"objects", "_default_manager", "_base_manager"}
SCOPES = {Name("tongket.org.access", "scope"), Name("tongket.org.access", "find")}
ROWS = Name("tongket.pages.deeds", "Rows")  # scopes what its `query` makes, as long as nobody else calls that
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
EXCUSE = "# unscoped:"


def bare_queries(code: Code, module: Module, owned: Collection[Name]) -> list[int]:
    """Lines of a module that ask a unit-owned table for rows outside `scope` or `find`, and do not say why.

    Rows that get a name are followed within their function: all that is done with them has to end in `scope`.
    """
    lines = module.source.splitlines()
    scoped = _scoped(code, module)
    return sorted(
        {
            node.lineno
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute | ast.Call)
            and id(node) not in scoped
            and _asks(code, module, node, owned)
            and EXCUSE not in "".join(lines[node.lineno - 1 : (node.end_lineno or node.lineno) + 1])
        }
    )


def _asks(code: Code, module: Module, node: ast.AST, owned: Collection[Name]) -> bool:
    """Whether a node is a manager of a unit-owned table, or of one that cannot be told, a shortcut over it, or the
    query of rows of deeds.
    """
    if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
        return _is_owned(code, module, node.value, owned)
    if isinstance(node, ast.Attribute) and node.attr == "query":
        return _is_rows(code, module, node.value)
    if isinstance(node, ast.Call) and dotted(node.func)[-1:] and dotted(node.func)[-1] in SHORTCUTS and node.args:
        parts = dotted(node.args[0])
        return bool(parts) and code.resolve(module.name, *parts) in owned
    return False


def _is_owned(code: Code, module: Module, node: ast.AST, owned: Collection[Name]) -> bool:
    parts = dotted(node)
    if not parts:
        return True  # type(row), a model out of a dictionary
    found = code.resolve(module.name, *parts)
    if found is not None:
        return found in owned
    return parts[0] not in module.imports  # a variable; what comes from a library holds none of our rows


def _scoped(code: Code, module: Module) -> set[int]:
    """Every node that stands inside a call of `scope`, or in a value that goes nowhere but there; empty querysets."""
    inside: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            arguments = _scoped_arguments(code, module, node)
            inside |= {id(child) for argument in arguments for child in ast.walk(argument)}
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            inside |= _named_rows(node, inside)
    return inside


def _scoped_arguments(code: Code, module: Module, call: ast.Call) -> Iterator[ast.AST]:
    """What a call takes and lets nobody see unscoped."""
    parts = dotted(call.func)
    called = code.resolve(module.name, *parts) if parts else None
    if called in SCOPES:
        yield from call.args
        yield from (keyword.value for keyword in call.keywords)
    elif called == ROWS:
        yield from call.args[:1]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "query")
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "none":
        yield call.func


def _is_rows(code: Code, module: Module, node: ast.AST) -> bool:
    """Whether a name is that of rows of deeds, declared here or elsewhere."""
    parts = dotted(node)
    name = code.resolve(module.name, *parts) if parts else None
    made = code.modules[name.module].definitions.get(name.name, []) if name else []
    calls = [dotted(value.func) for value in made if isinstance(value, ast.Call)]
    return any(parts and code.resolve(name.module, *parts) == ROWS for parts in calls) if name else False


def _named_rows(function: ast.AST, inside: set[int]) -> set[int]:
    """The values of variables of which every use stands inside a scope, or builds another such variable."""
    values: dict[str, list[ast.AST]] = {}
    uses: dict[str, list[tuple[int, str]]] = {}  # variable → the node of each use, the variable that it builds
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    owner = {id(child): name for name, assigned in values.items() for value in assigned for child in ast.walk(value)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in values:
            uses.setdefault(node.id, []).append((id(node), owner.get(id(node), "")))
    good = set(uses)
    while True:
        bad = {name for name in good for node, builds in uses[name] if node not in inside and builds not in good}
        if not bad:
            break
        good -= bad
    return {id(child) for name in good for value in values[name] for child in ast.walk(value)}
