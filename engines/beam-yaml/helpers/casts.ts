/** Casts: what has no value in the other type fails, it is never wrapped or rounded where the law doesn't say so. */
export const CAST_HELPERS = String.raw`
JSON_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
ZONED_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


@strict
def text_to_int64(text):
    if not re.fullmatch("[+-]?[0-9]+", text) or len(text.lstrip("+-0")) > 19:
        failed(f"expression-error: {text[:40]!r} is not an int64")
    return int64(int(text))


@strict
def text_to_double(text):
    return finite(float(text)) if JSON_NUMBER.fullmatch(text) else failed(f"expression-error: {text[:40]!r} is not a number as in JSON")


@strict
def text_to_decimal(text, precision, scale):
    """Halves away from zero."""
    match = JSON_NUMBER.fullmatch(text) or failed(f"expression-error: {text[:40]!r} is not a number as in JSON")
    sign, whole, after, exponent = match.groups(default="")
    digits = (whole + after).lstrip("0")
    shift = int(exponent or 0) - len(after) + scale
    length = len(digits) + shift
    if not digits or length < 0:
        return 0
    if length > 39:
        failed(f"expression-error: {text[:40]!r} has more than {precision} digits")
    kept = int(digits + "0" * shift) if shift >= 0 else int(digits[:length] or 0) + (digits[length] >= "5")
    return decimal(-kept if sign else kept, precision)


@strict
def text_to_boolean(text):
    return text == "true" if text in ("true", "false") else failed(f"expression-error: {text[:40]!r} is not a boolean")


@strict
def text_to_date(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        failed(f"expression-error: {text[:40]!r} is not a date, allowed is YYYY-MM-DD")
    return days_of(datetime.date.fromisoformat(text))


@strict
def text_to_time(text):
    match = ZONED_TIME.fullmatch(text) or failed(f"expression-error: {text[:40]!r} is not a time in ISO 8601 with a zone")
    date, hours, minutes, seconds, after, zone = match.groups(default="")
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        failed(f"expression-error: {text[:40]!r} is not a time of a day")
    time_ms = text_to_date(date) * DAY_MS + clock_ms(hours, minutes, seconds or 0, after)
    return valid_time(time_ms - zone_ms(zone))


def clock_ms(hours, minutes, seconds, after):
    """Digits behind the millisecond are cut off."""
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(after.ljust(3, "0")[:3])


def zone_ms(zone):
    """Of Z, +hh, +hhmm or +hh:mm."""
    if zone in ("", "Z", "z"):
        return 0
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    if hours > 23 or minutes > 59:
        failed(f"expression-error: there is no zone {zone}")
    return (hours * 60 + minutes) * 60_000 * (-1 if zone[0] == "-" else 1)


@strict
def text_to_enum(text, values):
    return text if text in values else failed(f"expression-error: {text[:40]!r} is not a value of the enum")


@strict
def text_to_bytes(text):
    return text.encode("utf-8")


@strict
def boolean_to_text(value):
    return "true" if value else "false"


@strict
def boolean_to_int64(value):
    return int(value)


@strict
def int64_to_text(value):
    return str(value)


@strict
def int64_to_time(value):
    return valid_time(value)


@strict
def double_to_int64(value):
    return int64(math.trunc(value))


@strict
def double_to_decimal(value, precision, scale):
    """By the shortest text of the double."""
    return text_to_decimal(repr(value), precision, scale)


@strict
def decimal_to_int64(unscaled, scale):
    return int64(abs(unscaled) // 10**scale * (1 if unscaled >= 0 else -1))


@strict
def decimal_to_double(unscaled, scale):
    """Python divides integers to the nearest double."""
    return unscaled / 10**scale


@strict
def decimal_to_text(unscaled, scale):
    digits = str(abs(unscaled)).rjust(scale + 1, "0")
    point = len(digits) - scale
    return ("-" if unscaled < 0 else "") + (f"{digits[:point]}.{digits[point:]}" if scale else digits)


@strict
def bytes_to_text(value):
    return value.decode("utf-8")


@strict
def time_to_text(time_ms):
    hour, minute, second = (extract_time(time_ms, part) for part in ("hour", "minute", "second"))
    return f"{date_to_text(time_ms // DAY_MS)}T{hour:02}:{minute:02}:{second:02}.{time_ms % 1000:03}Z"


@strict
def time_to_date(time_ms):
    return time_ms // DAY_MS


@strict
def date_to_time(days):
    return days * DAY_MS


@strict
def date_to_text(days):
    return date_of(days).isoformat()
`
