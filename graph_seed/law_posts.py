"""What types alone do not say of departments and posts: one by one, and against each other."""

from graph_seed.typed import Place
from policy.law import Notice, Rule
from policy.places import Level, depth
from policy.responsibility import DepartmentTerms, PostTerms, Scope
from policy.scheme import Scheme, resolve
from policy.terms import DepartmentKind


def check_department(terms: DepartmentTerms, place: Place) -> None:
    """An entry of departments.yaml."""
    if not terms.levels:
        raise place.at("levels").error("names no level; give at least one")
    if terms.office is not None and terms.department is not DepartmentKind.LEADING_GROUP:
        raise place.at("office").error("only a leading group has its office at another department")


def check_post(terms: PostTerms, place: Place) -> None:
    """An entry of posts.yaml."""
    at_village = terms.level is Level.VILLAGE
    if terms.answers_for in (Scope.GRID, Scope.HOUSEHOLD) and not at_village:
        raise place.at("answers_for").error("grids and households are answered for at a VILLAGE")
    if terms.answers_for is Scope.VILLAGE and depth(terms.level) >= depth(Level.VILLAGE):
        raise place.at("answers_for").error("a village's own post answers for its UNIT")
    if terms.seats is not None and (terms.answers_for is not Scope.NOTHING or terms.seats < 2):
        raise place.at("seats").error("two or more, and only of posts that answer for NOTHING")
    if terms.department_level is not None and not terms.departments:
        raise place.at("department_level").error("needs departments")


def check_posts(key: str, notices: tuple[Notice, ...]) -> None:
    """Departments that posts and offices name are there, in the notice or those it follows."""
    scheme = resolve(notices)
    for rule in scheme.of(PostTerms):
        level = rule.terms.department_level or rule.terms.level
        for kind in rule.terms.departments:
            if not _known(scheme, kind, level, rule.terms.slug):
                place = _place(key, rule, "posts").at("departments")
                raise place.error(f"no {kind.name} at level {level.name} in departments.yaml")
    for group in scheme.of(DepartmentTerms):
        office = group.terms.office
        for level in group.terms.levels:
            if office is not None and not _known(scheme, office, level, None):
                place = _place(key, group, "departments").at("office")
                raise place.error(f"no {office.name} at level {level.name} in departments.yaml")


def _known(scheme: Scheme, kind: DepartmentKind, level: Level, slug: str | None) -> bool:
    return any(
        (rule.terms.department, rule.terms.slug) == (kind, slug) and level in rule.terms.levels
        for rule in scheme.of(DepartmentTerms)
    )


def _place(key: str, rule: Rule[PostTerms] | Rule[DepartmentTerms], kind: str) -> Place:
    return Place(f"{rule.clause.notice or key}/{kind}.yaml", rule.key)
