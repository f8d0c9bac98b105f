/** Epoch milliseconds and days since 1970-01-01, in UTC and the proleptic Gregorian calendar. */
export const TIMES = `
DAY_MS = 86_400_000
UNITS_MS = {"second": 1000, "minute": 60_000, "hour": 3_600_000, "day": DAY_MS}


def date_of(days):
    return datetime.date.fromordinal(days + 719_163)


def days_of(date):
    return date.toordinal() - 719_163


@strict
def valid_time(time_ms):
    """Times are 0001-01-01 to 9999-12-31."""
    if not -62_135_596_800_000 <= time_ms <= 253_402_300_799_999:
        failed(f"expression-error: the time {time_ms} ms is not in the years 1 to 9999")
    return time_ms


@strict
def valid_date(days):
    if not -719_162 <= days <= 2_932_896:
        failed(f"expression-error: day {days} is not in the years 1 to 9999")
    return days


@strict
def truncate_date(days, unit):
    """The first day of the unit; weeks start on Monday."""
    date = date_of(days)
    if unit == "week":
        return valid_date(days - date.weekday())
    if unit == "month":
        return days_of(date.replace(day=1))
    if unit == "quarter":
        return days_of(date.replace(month=date.month - (date.month - 1) % 3, day=1))
    return days_of(date.replace(month=1, day=1)) if unit == "year" else days


@strict
def truncate_time(time_ms, unit):
    size_ms = UNITS_MS.get(unit)
    return time_ms // size_ms * size_ms if size_ms else truncate_date(time_ms // DAY_MS, unit) * DAY_MS


@strict
def extract_date(days, part):
    date = date_of(days)
    if part == "quarter":
        return (date.month + 2) // 3
    if part == "dayOfWeek":
        return date.isoweekday()
    return date.timetuple().tm_yday if part == "dayOfYear" else getattr(date, part)


@strict
def extract_time(time_ms, part):
    if part == "millisecond":
        return time_ms % 1000
    if part == "second":
        return time_ms // 1000 % 60
    if part == "minute":
        return time_ms // 60_000 % 60
    return time_ms // 3_600_000 % 24 if part == "hour" else extract_date(time_ms // DAY_MS, part)


@strict
def add_time(time_ms, amount_ms):
    return valid_time(time_ms + amount_ms)


@strict
def add_date(days, amount):
    return valid_date(days + amount)


@strict
def time_difference(x, y):
    return x - y
`
