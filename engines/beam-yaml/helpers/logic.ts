/** Three-valued logic and comparisons. */
export const LOGIC = `
@strict
def equal(x, y):
    return x == y


@strict
def not_equal(x, y):
    return x != y


@strict
def less(x, y):
    return x < y


@strict
def less_or_equal(x, y):
    return x <= y


@strict
def greater(x, y):
    return x > y


@strict
def greater_or_equal(x, y):
    return x >= y


@strict
def negated(x):
    return not x


def all_of(*conditions):
    """False if one is false, else null if one is null; stops at the first that is false."""
    result = True
    for condition in conditions:
        value = condition()
        if value is False:
            return False
        result = None if value is None else result
    return result


def any_of(*conditions):
    """True if one is true, else null if one is null; stops at the first that is true."""
    result = False
    for condition in conditions:
        value = condition()
        if value is True:
            return True
        result = None if value is None else result
    return result


def is_in(x, values):
    if x is None:
        return None
    if any(value is not None and x == value for value in values):
        return True
    return None if any(value is None for value in values) else False


def coalesce(*values):
    """The first that is not null; those behind it are not evaluated."""
    return next((value for value in (get() for get in values) if value is not None), None)


def native_optional(text):
    """Native text: an exception that it raises ends the event."""
    try:
        return text()
    except Exception as raised:
        failed(f"expression-error: native text failed: {raised!r}")


def native_required(text):
    value = native_optional(text)
    if value is None:
        failed("expression-error: native text gave None for a type that is not optional")
    return value


@strict
def member(record, name):
    return record[name]


@strict
def list_contains(values, wanted):
    return any(value is not None and value == wanted for value in values)


@strict
def list_size(values):
    return len(values)


@strict
def list_element(values, index):
    """Counted from 1; null beyond the last."""
    if index < 1:
        failed(f"expression-error: listElement asks for element {index}, elements count from 1")
    return values[index - 1] if index <= len(values) else None


@strict
def each(values, convert):
    return [None if value is None else convert(value) for value in values]
`
