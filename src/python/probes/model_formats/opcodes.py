"""What each pickle opcode does to the reader's stack, as the standard library's pickletools describes it."""
from literals import (
    LONGEST_TEXT,
    ignoring,
    long_number,
    number,
    pushing,
    quoted,
    sized,
    skipped_line,
    unquoted,
    unsigned,
    whole_number,
)
from source import Problem, damaged
from values import created


def named(pickle):
    module = pickle.source.line(LONGEST_TEXT).decode("utf-8", "replace")
    return pickle.name_global(module, pickle.source.line(LONGEST_TEXT).decode("utf-8", "replace"))


def stack_global(pickle):
    name = pickle.stack.pop()
    pickle.push(pickle.name_global(pickle.stack.pop(), name))


def protocol(pickle):
    pickle.protocol = pickle.source.read(1)[0]
    if pickle.protocol > 5:
        raise damaged("has a pickle protocol that no Python knows: %d" % pickle.protocol)
    pickle.found.protocol = max(pickle.found.protocol or 0, pickle.protocol)


def pop(pickle):
    if pickle.marks and pickle.marks[-1] == len(pickle.stack):
        pickle.marks.pop()
    else:
        pickle.stack.pop()


def popping(count):
    """Removes values, and changes what is below in a way that does not matter."""

    def handle(pickle):
        del pickle.stack[len(pickle.stack) - count :]

    return handle


def top_tuple(count):
    def handle(pickle):
        items = pickle.stack[-count:]
        if len(items) < count:
            raise IndexError
        del pickle.stack[-count:]
        pickle.push_tuple(items)

    return handle


def to_nothing(pickle):
    pickle.to_mark()


def to_unknown(pickle):
    pickle.to_mark()
    pickle.push(None)


def new_dict(pickle):
    items = pickle.to_mark()
    pickle.push({})
    pickle.set_items(items)


def set_item(pickle):
    items = pickle.stack[-2:]
    del pickle.stack[-2:]
    pickle.set_items(items)


def new_object(pickle):
    pickle.stack.pop()
    pickle.push(created(pickle.stack.pop()))


def new_object_with_names(pickle):
    pickle.stack.pop()
    new_object(pickle)


def persistent(pickle):
    pickle.stack.pop()
    pickle.push(None)


def buffer_outside(pickle):
    raise Problem("unreadable", "keeps parts of its data in other files")


def extension(count):
    def handle(pickle):
        pickle.source.read(count)
        pickle.unresolved = True
        pickle.push(None)

    return handle


def pushing_named(pickle):
    pickle.push(named(pickle))


def instance(pickle):
    named(pickle)
    to_unknown(pickle)


HANDLERS = {
    b"(": lambda pickle: pickle.marks.append(len(pickle.stack)),
    b"0": pop,
    b"1": to_nothing,
    b"2": lambda pickle: pickle.push(pickle.stack[-1]),
    b"F": skipped_line,
    b"I": whole_number,
    b"J": number(4, True),
    b"K": number(1, False),
    b"L": whole_number,
    b"M": number(2, False),
    b"N": pushing(None),
    b"P": skipped_line,
    b"Q": persistent,
    b"R": lambda pickle: pickle.reduce(),
    b"S": quoted,
    b"T": sized(4, "text"),
    b"U": sized(1, "text"),
    b"V": unquoted,
    b"X": sized(4, "text"),
    b"a": popping(1),
    b"b": lambda pickle: pickle.build(),
    b"c": pushing_named,
    b"d": new_dict,
    b"}": lambda pickle: pickle.push({}),
    b"e": to_nothing,
    b"g": lambda pickle: pickle.push(pickle.known(int(pickle.source.line(20)))),
    b"h": lambda pickle: pickle.push(pickle.known(pickle.source.read(1)[0])),
    b"i": instance,
    b"j": lambda pickle: pickle.push(pickle.known(unsigned(pickle.source.read(4)))),
    b"l": to_unknown,
    b"]": pushing(None),
    b"o": to_unknown,
    b"p": lambda pickle: pickle.put(int(pickle.source.line(20))),
    b"q": lambda pickle: pickle.put(pickle.source.read(1)[0]),
    b"r": lambda pickle: pickle.put(unsigned(pickle.source.read(4))),
    b"s": set_item,
    b"t": lambda pickle: pickle.push_tuple(pickle.to_mark()),
    b")": pushing(()),
    b"u": lambda pickle: pickle.set_items(pickle.to_mark()),
    b"G": ignoring(8),
    b"B": sized(4, "data"),
    b"C": sized(1, "data"),
    b"\x80": protocol,
    b"\x81": new_object,
    b"\x82": extension(1),
    b"\x83": extension(2),
    b"\x84": extension(4),
    b"\x85": top_tuple(1),
    b"\x86": top_tuple(2),
    b"\x87": top_tuple(3),
    b"\x88": pushing(True),
    b"\x89": pushing(False),
    b"\x8a": long_number,
    b"\x8b": sized(4, "data"),
    b"\x8c": sized(1, "text"),
    b"\x8d": sized(8, "text"),
    b"\x8e": sized(8, "data"),
    b"\x8f": pushing(None),
    b"\x90": to_nothing,
    b"\x91": to_unknown,
    b"\x92": new_object_with_names,
    b"\x93": stack_global,
    b"\x94": lambda pickle: pickle.put(pickle.memoized),
    b"\x95": lambda pickle: pickle.source.read(8),
    b"\x96": sized(8, "data"),
    b"\x97": buffer_outside,
    b"\x98": buffer_outside,
}
