"""The Python text of a plan, and the one place where text becomes code.

One function for each selection set, one for the items of each list:

    def bind(x):                                # once for each execution; x: execution/run.py
        f3, a3_0 = x.called(3)                  # the function of field 3 and its argument
        i3 = x.asked(3)
        def o1(s, p):                           # s: an object, p: where it stands
            w = []                              # what is still awaited
            try:                                # field 2, an attribute
                v0 = s.name
                if not (type(v0) is str): v0 = other(2, v0, p, w)
            except Exception: v0 = failed(2, p, w)
            ...
            r = {'name': v0, ...}
            return later(r, w) if w else r
        x.below = (None, None, None, l3, ...)   # what completes values of field 3
        return o1

Names are numbers, or attributes and types of the schema. Of a client's text only response keys come
here: GraphQL names, checked again, as quoted constants. Values of arguments never do.
"""

import re
from collections.abc import Callable, Iterator
from types import CoroutineType
from typing import Any

from graphql import Undefined
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from execution.drawing import Drawing, Field, Selected
from execution.kinds import Shape, Source
from execution.leaves import PLAIN, Leaf, leaf_of
from execution.run import Run

NAME = re.compile(r"[_A-Za-z][_0-9A-Za-z]*")
HEAD = """\
def bind(x):
 other, failed, then, awaited, later = x.other, x.failed, x.then, x.awaited, x.later
 item, item_then, item_failed, asked = x.item, x.item_then, x.item_failed, x.asked
"""

Bind = Callable[[Run], Callable[[Any, None], Any]]


def compiled(drawing: Drawing, root: Selected) -> Bind:
    """The plan of an operation: bound to a run, what answers its root object."""
    writer = Writer(drawing)
    text = writer.text(root)
    exec(compile(text, "<plan>", "exec"), writer.names)
    bind: Bind = writer.names["bind"]
    return bind


class Writer:
    """Collects lines, and the objects that they name."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._lines: list[str] = []
        self._below = ["None"] * len(drawing.fields)
        self._items = ["None"] * len(drawing.fields)
        self.names: dict[str, Any] = {"CO": CoroutineType, "PLAIN": PLAIN, "UNDEFINED": Undefined}

    def text(self, root: Selected) -> str:
        """The whole module."""
        bound = [f" {line}" for field in self._drawing.fields for line in _bound(field)]
        self._object(root)
        tail = [
            f" x.below = ({''.join(f'{one}, ' for one in self._below)})",
            f" x.items = ({''.join(f'{one}, ' for one in self._items)})",
            f" return o{root.number}",
        ]
        return HEAD + "\n".join([*bound, *self._lines, *tail]) + "\n"

    def _object(self, selected: Selected) -> None:
        """The function of a selection set, after those below it."""
        for field in selected.fields:
            for below in field.below:
                self._object(below)
                if field.branch:
                    self._lines.append(
                        f" o{below.number} = x.kept({field.number}, o{below.number})"
                    )
            self._completion(field)
        if selected.known:
            self.names[f"K{selected.number}"] = selected.known
        self._lines += [f" def o{selected.number}(s, p):", "  w = []"]
        for at, field in enumerate(selected.fields):
            self._lines += [f"  {line}" for line in self._field(field, f"v{at}")]
        pairs = (f"{_key(field)}: v{at}" for at, field in enumerate(selected.fields))
        self._lines += [f"  r = {{{', '.join(pairs)}}}", "  return later(r, w) if w else r"]

    def _completion(self, field: Field) -> None:
        """What completes values of a field, for whoever has only its number."""
        number, kind = field.number, field.kind
        one = "None"
        if kind.shape is Shape.ABSTRACT:
            known = (below for below in field.below if below.known)
            one = f"{{{', '.join(f'K{below.number}: o{below.number}' for below in known)}}}"
        elif field.below:
            one = f"o{field.below[0].number}"
        if kind.is_list and kind.shape is not Shape.OTHER and field.source is not Source.WHOLE:
            self._list(field, one)
            self._items[number], self._below[number] = one, f"l{number}"
        else:
            self._below[number] = one

    # a field

    def _field(self, field: Field, v: str) -> Iterator[str]:
        """The lines that leave a field's value in the variable v, or what it awaits in w."""
        if field.source is Source.TYPENAME:
            yield f"{v} = {quoted(field.parent.name)}"
            return
        yield "try:"
        yield from (f" {line}" for line in self._value(field, v))
        yield f"except Exception: {v} = failed({field.number}, p, w)"

    def _value(self, field: Field, v: str) -> Iterator[str]:
        number, method = field.number, field.method
        if field.source is Source.WHOLE:
            yield f"{v} = x.whole({number}, s, p, w)"
            return
        if method and method.is_async:
            info = f"asked({number}, {_here(field)})" if method.takes_info else ""
            yield f"{v} = awaited({number}, {_call(field, info)}, p, w)"
            return
        if method and method.takes_info:
            yield f"i{number}.at = {_here(field)}"
        yield f"{v} = {self._got(field)}"
        yield from self._plain(field, v)

    def _got(self, field: Field) -> str:
        if field.source is Source.ATTRIBUTE:
            return f"s.{field.attribute}"
        if field.method:
            return _call(field, f"i{field.number}" if field.method.takes_info else "")
        return f"x.resolved({field.number}, s, {_here(field)})"

    def _plain(self, field: Field, v: str) -> Iterator[str]:
        """What is plain is completed here; all else goes to the run."""
        kind, number = field.kind, field.number
        other, here = f" {v} = other({number}, {v}, p, w)", _here(field)
        if kind.shape is Shape.LEAF and not kind.is_list:
            yield from self._leaf(field, v, other)
            return
        if kind.is_list and kind.shape is not Shape.OTHER:
            test, call = f"type({v}) is list", f"l{number}({v}, {here})"
        elif kind.shape is Shape.OBJECT and field.below[0].known:
            test, call = self._is(field.below[0], v), f"o{field.below[0].number}({v}, {here})"
        else:
            test, call = "False", "None"
        yield f"if {test}:"
        yield f" {v} = {call}"
        yield f" if type({v}) is CO: {v} = then({number}, {v}, p, w)"
        yield "else:" if kind.required else f"elif {v} is not None:"
        yield other

    def _is(self, selected: Selected, v: str) -> str:
        """Whether v is of the type, told by its class."""
        test = f"type({v}) is K{selected.number}"
        if selected.kind.is_type_of is None:
            return test
        return f"{test} and getattr({v}, {TYPE_CAST_ATTRIBUTE!r}, None) is None"

    def _leaf(self, field: Field, v: str, other: str) -> Iterator[str]:
        leaf = self._leaf_of(field)
        test = leaf.test.format(v=v)
        if leaf.text is None:
            unless = "" if field.kind.required else f"{v} is not None and "
            yield f"if {unless}not ({test}):"
            yield other
            return
        yield f"y = {leaf.text.format(v=v)} if {test} else None"
        yield "if y is not None and y is not UNDEFINED:"
        yield f" {v} = y"
        yield "else:" if field.kind.required else f"elif {v} is not None:"
        yield other

    def _leaf_of(self, field: Field) -> Leaf:
        leaf = leaf_of(field.kind.named, field.number)
        self.names.update(leaf.names)
        return leaf

    # a list

    def _list(self, field: Field, one: str) -> None:
        """The function of a list: its items in their order."""
        number = field.number
        self._lines += [
            f" def l{number}(s, p):",
            "  r = []",
            "  w = []",
            "  for n, c in enumerate(s):",
            "   try:",
            *(f"    {line}" for line in self._item(field, one)),
            f"   except Exception: c = item_failed({number}, p, n, w, s)",
            "   r.append(c)",
            "  return later(r, w) if w else r",
        ]

    def _item(self, field: Field, one: str) -> Iterator[str]:
        kind, number = field.kind, field.number
        other = f" c = item({number}, c, p, n, w)"
        required = kind.item_required
        if kind.shape is Shape.LEAF:
            leaf = self._leaf_of(field)
            if leaf.text is None:
                unless = "" if required else "c is not None and "
                yield f"if {unless}not ({leaf.test.format(v='c')}):"
                yield other
                return
            yield f"y = {leaf.text.format(v='c')} if {leaf.test.format(v='c')} else None"
            yield "if y is not None and y is not UNDEFINED:"
            yield " c = y"
        elif kind.shape is Shape.OBJECT and field.below[0].known:
            yield f"if {self._is(field.below[0], 'c')}:"
            yield f" c = {one}(c, (p, n, None))"
            yield f" if type(c) is CO: c = item_then({number}, c, p, n, w)"
        else:
            yield "if False: pass"
        yield "else:" if required else "elif c is not None:"
        yield other


def _bound(field: Field) -> Iterator[str]:
    """What is made once for each run: the function with its arguments, and its info."""
    method, number = field.method, field.number
    if method is None:
        return
    names = [f"f{number}", *(f"a{number}_{at}" for at in range(len(method.parameters)))]
    yield f"{', '.join(names)}, = x.called({number})"
    if method.takes_info and not method.is_async:
        yield f"i{number} = asked({number})"


def _call(field: Field, info: str) -> str:
    method, number = field.method, field.number
    assert method is not None  # this is asked of methods alone
    values = [f"a{number}_{at}" for at in range(len(method.parameters))]
    return f"f{number}({', '.join(['s', *([info] if info else []), *values])})"


def _here(field: Field) -> str:
    """Where a value of the field stands; p: where its object does."""
    return f"(p, {_key(field)}, {quoted(field.parent.name)})"


def _key(field: Field) -> str:
    return quoted(field.key)


def quoted(name: str) -> str:
    """A constant; raises ValueError for what is no GraphQL name."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no GraphQL name")
    return repr(name)
