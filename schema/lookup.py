"""Anything by its id."""

from schema.asking import look, place
from schema.context import Info
from schema.node import Node, key_of
from schema.reach import days_of_chains


async def fetch(info: Info, identifier: str) -> Node | None:
    """The node with this id; None when there is none."""
    if code := key_of(identifier, "Jurisdiction"):
        return await place(info, code)
    if key := key_of(identifier, "Person"):
        await _ahead(info, "Person", key)
        return await info.context.people.person(key)
    if key := key_of(identifier, "Household"):
        await _ahead(info, "Household", key)
        return await info.context.people.household(key)
    if key := key_of(identifier, "Import"):
        return await info.context.imports.one(key)
    if key := key_of(identifier, "Department"):
        return await info.context.posts.department(key)
    if key := key_of(identifier, "Post"):
        return await info.context.posts.post(key)
    if key := key_of(identifier, "Subsidy"):
        return await info.context.ledgers.subsidy(key)
    if key := key_of(identifier, "Advance"):
        return await info.context.ledgers.advance(key)
    if key := key_of(identifier, "Duty"):
        look(info)
        return await info.context.duties.by_key(key)
    if key := key_of(identifier, "Payment"):
        return await info.context.records.payment(key)
    if key := key_of(identifier, "Refund"):
        return await info.context.records.refund(key)
    if key := key_of(identifier, "Enrolment"):
        return await info.context.records.enrolment_by_key(key)
    return await _law(info, identifier)


async def _ahead(info: Info, label: str, key: str) -> None:
    """Who is asked for with a chain of one day is read together with it."""
    if info.field_name == "node" and len(days := days_of_chains(info)) == 1:
        await info.context.chains.read_ahead(label, key, days.pop())


async def _law(info: Info, identifier: str) -> Node | None:
    """A piece of the law by its id."""
    law = info.context.law
    look(info)
    if key := key_of(identifier, "Notice"):
        return await law.notice(key)
    if key := key_of(identifier, "Clause"):
        return await law.clause_by_key(key)
    if key := key_of(identifier, "Scheme"):
        return await law.scheme_by_key(key)
    if key := key_of(identifier, "Rule"):
        return await law.rule_by_key(key)
    if key := key_of(identifier, "Category"):
        return await law.category(key)
    return None
