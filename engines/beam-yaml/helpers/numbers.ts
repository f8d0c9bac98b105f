/** Arithmetic: exact integers that may not leave int64 or the precision of a decimal, and doubles that must stay finite. */
export const NUMBERS = `
def failed(message):
    """The event gives no row, it becomes a dead letter with this message."""
    raise ValueError(message)


def strict(function):
    """Null where an argument is null."""

    @functools.wraps(function)
    def of_values(*values):
        return None if any(value is None for value in values) else function(*values)

    return of_values


class untyped:
    """A function of a row. Beam would guess the type of its result from its code, and then fail at null or at integers of any size."""

    def __init__(self, function):
        self.function = function

    def __call__(self, row):
        return self.function(row)


@strict
def int64(value):
    return value if -(1 << 63) <= value < 1 << 63 else failed(f"expression-error: {value} is outside int64")


@strict
def decimal(unscaled, precision):
    if abs(unscaled) >= 10**precision:
        failed(f"expression-error: {unscaled} has more than {precision} digits")
    return unscaled


@strict
def finite(value):
    return value if math.isfinite(value) else failed(f"expression-error: got {value}, doubles must be finite")


@strict
def double(value):
    return float(value)


@strict
def scaled(unscaled, digits):
    return unscaled * 10**digits


@strict
def fraction(unscaled, scale):
    return Fraction(unscaled, 10**scale)


@strict
def add_int64(x, y):
    return int64(x + y)


@strict
def subtract_int64(x, y):
    return int64(x - y)


@strict
def multiply_int64(x, y):
    return int64(x * y)


@strict
def add_double(x, y):
    return finite(x + y)


@strict
def subtract_double(x, y):
    return finite(x - y)


@strict
def multiply_double(x, y):
    return finite(x * y)


@strict
def add_decimal(x, y, precision):
    return decimal(x + y, precision)


@strict
def subtract_decimal(x, y, precision):
    return decimal(x - y, precision)


@strict
def multiply_decimal(x, y, precision):
    return decimal(x * y, precision)


@strict
def divide(x, y):
    return finite(x / y) if y != 0 else failed("expression-error: divide by zero")


@strict
def integer_divide(x, y):
    """Truncated toward zero."""
    if y == 0:
        failed("expression-error: integerDivide by zero")
    return int64(abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1))


@strict
def modulo(x, y):
    """With the sign of x."""
    if y == 0:
        failed("expression-error: modulo by zero")
    return abs(x) % abs(y) * (1 if x >= 0 else -1)


@strict
def negate_int64(x):
    return int64(-x)


@strict
def negate_decimal(x):
    return -x


@strict
def negate_double(x):
    return 0.0 - x


@strict
def absolute_int64(x):
    return int64(abs(x))


@strict
def absolute_decimal(x):
    return abs(x)


@strict
def absolute_double(x):
    return abs(x)


@strict
def round_double(x):
    """Halves away from zero; never negative zero."""
    whole = math.trunc(x)
    return float(whole + (1 if x > 0 else -1) if abs(x - whole) >= 0.5 else whole)


@strict
def floor_double(x):
    return float(math.floor(x))


@strict
def ceiling_double(x):
    return float(math.ceil(x))


@strict
def floor_decimal(x, scale):
    return x // 10**scale


@strict
def ceiling_decimal(x, scale):
    return -(-x // 10**scale)


@strict
def rescale(unscaled, from_scale, to_scale, precision):
    """Halves away from zero."""
    if to_scale >= from_scale:
        return decimal(unscaled * 10 ** (to_scale - from_scale), precision)
    divisor = 10 ** (from_scale - to_scale)
    return decimal((2 * abs(unscaled) + divisor) // (2 * divisor) * (1 if unscaled >= 0 else -1), precision)
`
