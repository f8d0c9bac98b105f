/** Texts: by code points, as Python counts them. */
export const TEXTS = `
@strict
def lower(text):
    return text.lower()


@strict
def upper(text):
    return text.upper()


@strict
def trim(text):
    return text.strip(" ")


@strict
def length(text):
    return len(text)


@strict
def concat(*texts):
    return "".join(texts)


@strict
def substring(text, start, size=1 << 63):
    """Counted from 1."""
    if start < 1 or size < 0:
        failed(f"expression-error: substring from {start} of length {size}")
    return text[start - 1 : start - 1 + size]


@strict
def starts_with(text, start):
    return text.startswith(start)


@strict
def ends_with(text, end):
    return text.endswith(end)


@strict
def contains(text, part):
    return part in text


@strict
def replace(text, search, replacement):
    return text.replace(search, replacement) if search else failed("expression-error: replace searches for an empty text")


@strict
def split(text, separator):
    return text.split(separator) if separator else failed("expression-error: split at an empty separator")


@strict
def split_part(text, separator, part):
    """Counted from 1; null beyond the last."""
    if part < 1:
        failed(f"expression-error: splitPart asks for part {part}, parts count from 1")
    return list_element(split(text, separator), part)


@strict
def sha256(value):
    return hashlib.sha256(value.encode("utf-8") if isinstance(value, str) else value).hexdigest()
`
