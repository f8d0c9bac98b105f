/** Combine functions: Beam's own ones for Python count nulls or fail at them. */
export const COMBINING = `
class CountValues(beam.CombineFn):
    """The values that are not null."""

    def create_accumulator(self):
        return 0

    def add_input(self, count, value):
        return count if value is None else count + 1

    def merge_accumulators(self, counts):
        return sum(counts)

    def extract_output(self, count):
        return count


class Reduce(beam.CombineFn):
    """Values that are not null, two by two; null without any."""

    def create_accumulator(self):
        return None

    def add_input(self, held, value):
        if value is None or held is None:
            return held if value is None else value
        return self.reduced(held, value)

    def merge_accumulators(self, accumulators):
        return functools.reduce(self.add_input, accumulators, None)

    def extract_output(self, held):
        return held


class Sum(Reduce):
    """Integers of any size: whether the sum fits is decided at the end."""

    def reduced(self, held, value):
        return held + value


class Least(Reduce):
    def reduced(self, held, value):
        return min(held, value)


class Greatest(Reduce):
    def reduced(self, held, value):
        return max(held, value)


class Average(beam.CombineFn):
    """Sum by count; decimals are divided by 10 to their scale."""

    def __init__(self, divisor=1):
        self.divisor = divisor

    def create_accumulator(self):
        return (0, 0)

    def add_input(self, accumulator, value):
        total, count = accumulator
        return accumulator if value is None else (total + value, count + 1)

    def merge_accumulators(self, accumulators):
        totals, counts = zip(*accumulators)
        return (sum(totals), sum(counts))

    def extract_output(self, accumulator):
        total, count = accumulator
        return total / (count * self.divisor) if count else None


class Frequencies(beam.CombineFn):
    """How often each value comes that is not null. Exact, so it holds every different value of a group."""

    def create_accumulator(self):
        return {}

    def add_input(self, counts, value):
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
        return counts

    def merge_accumulators(self, accumulators):
        merged = {}
        for counts in accumulators:
            for value, count in counts.items():
                merged[value] = merged.get(value, 0) + count
        return merged


class CountDistinct(Frequencies):
    def extract_output(self, counts):
        return len(counts)


class ApproximateCountDistinct(Frequencies):
    """The exact count is within every bound."""

    def extract_output(self, counts):
        return float(len(counts)) if counts else None


class Quantile(Frequencies):
    """The value that is not below a fraction of all; exact, which is within every bound."""

    def __init__(self, fraction, divisor=1):
        self.fraction = fraction
        self.divisor = divisor

    def extract_output(self, counts):
        rank = max(1, math.ceil(self.fraction * sum(counts.values())))
        for value in sorted(counts):
            rank -= counts[value]
            if rank <= 0:
                return value / self.divisor
        return None


class MostFrequent(Frequencies):
    """Exact counts, which are within every bound; ties by value."""

    def __init__(self, limit):
        self.limit = limit

    def extract_output(self, counts):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [{"value": value, "count": count} for value, count in ranked[: self.limit]]


class First(Reduce):
    """Of (place, value) the one with the first place."""

    def __init__(self, keep_nulls=False):
        self.keep_nulls = keep_nulls

    def add_input(self, held, value):
        if value is None or (value[1] is None and not self.keep_nulls):
            return held
        return value if held is None else self.reduced(held, value)

    def reduced(self, held, value):
        return value if value[0] < held[0] else held

    def extract_output(self, held):
        return None if held is None else held[1]


class Last(First):
    def reduced(self, held, value):
        return value if value[0] > held[0] else held


def aggregate(name, **parameters):
    """A combine function of this file, for Combine."""
    return globals()[name](**parameters)
`
