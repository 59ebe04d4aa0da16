"""Pickle opcodes that push a value of the stream, each as a function of the reader."""

LONGEST_TEXT = 300


def unsigned(data):
    return int.from_bytes(data, "little")


def sized(count, method):
    def handle(pickle):
        getattr(pickle, method)(unsigned(pickle.source.read(count)))

    return handle


def pushing(value):
    return lambda pickle: pickle.stack.append(value)


def ignoring(count):
    def handle(pickle):
        pickle.source.read(count)
        pickle.stack.append(None)

    return handle


def number(count, signed):
    def handle(pickle):
        pickle.stack.append(int.from_bytes(pickle.source.read(count), "little", signed=signed))

    return handle


def long_number(pickle):
    count = pickle.source.read(1)[0]
    if count <= 16:
        return pickle.push(int.from_bytes(pickle.source.read(count), "little", signed=True))
    pickle.source.skip(count)
    pickle.push(None)


def skipped_line(pickle):
    pickle.source.line(0)
    pickle.push(None)


def whole_number(pickle):
    text = pickle.source.line(40).rstrip(b"L")
    pickle.push(int(text) if len(text) < 20 else None)


def quoted(pickle):
    text = pickle.source.line(LONGEST_TEXT + 2)
    pickle.push(text[1:-1].decode("ascii", "replace") if len(text) <= LONGEST_TEXT else None)


def unquoted(pickle):
    text = pickle.source.line(LONGEST_TEXT + 1)
    pickle.push(text.decode("raw-unicode-escape", "replace") if len(text) <= LONGEST_TEXT else None)
