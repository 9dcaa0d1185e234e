"""Writes price-vectors.csv: what a call costs at every row of src/catalog/prices.yaml, by fractions.

It shares no code with llm-bench. Run in this folder: python3 price-vectors.py > price-vectors.csv (needs PyYAML).
"""

from fractions import Fraction

import yaml


class Text(yaml.SafeLoader):
    """Keeps numbers as they are written."""


Text.yaml_implicit_resolvers = {}
catalogue = yaml.load(open("../catalog/prices.yaml"), Text)


def usd(rates, usual, counts):
    """USD of a call: tokens × rates. What a set of rates leaves out changes as its plain input does."""
    rises = Fraction(rates["input"]) / Fraction(usual["input"])
    fallback = {
        "input_cached": "input",
        "input_cache_write": "input",
        "input_cache_write_1h": "input_cache_write" if "input_cache_write" in usual else "input",
    }
    total = Fraction(0)
    for kind, count in counts.items():
        if kind in rates:
            rate = Fraction(rates[kind])
        else:
            rate = rises * Fraction(usual.get(kind, usual.get(fallback[kind])))
        total += count * rate
    return total / 1_000_000


def decimal(value):
    """Exact, and plain; every cost here has at most 15 decimals."""
    femto = value * 10**15
    assert femto.denominator == 1, value
    digits = str(femto.numerator).rjust(16, "0")
    return f"{digits[:-15]}.{digits[-15:].rstrip('0')}".rstrip(".")


def cases(row):
    plain = {"input": 1000, "output": 200}
    hits = {"input": 400, "input_cached": 600, "output": 200}
    writes = {"input": 7, "input_cached": 11, "input_cache_write": 500, "input_cache_write_1h": 300, "output": 13}
    yield "plain", row, plain, "", "12:00"
    if "input_cached" in row:
        yield "cached", row, hits, "", "12:00"
    if "input_cache_write" in row:
        yield "written", row, writes, "", "12:00"
    if "batch" in row:
        yield "batch", row["batch"], writes if "input_cache_write" in row else hits, "batch", "12:00"
    for tier, rates in row.get("tiers", {}).items():
        yield tier, rates, hits, tier, "12:00"
    if "long_context" in row:
        above = int(row["long_context"]["above"])
        yield "at the cliff", row, {"input": above, "output": 1000}, "", "12:00"
        yield "over the cliff", row["long_context"], {"input": above + 1, "output": 1000}, "", "12:00"
        yield "over it, cached", row["long_context"], {"input": 1, "input_cached": above, "output": 1}, "", "12:00"
    for band in row.get("bands", []):
        for hours in band["hours"]:
            start, end = hours.split("-")
            yield f"from {start}", band, hits, "", start
            yield f"until {end}", row, hits, "", end


KINDS = ["input", "input_cached", "input_cache_write", "input_cache_write_1h", "output"]
print(",".join(["provider", "model", "from", "case", *KINDS, "tier", "time", "cost_usd"]))
for row in catalogue["prices"]:
    for case, rates, counts, tier, time in cases(row):
        if "input_cached" not in row and "input_cached" in counts and case in ("batch", "flex"):
            counts = {"input": 1000, "output": 200}
        cells = [row["provider"], row["model"], row["from"], f'"{case}"']
        print(",".join([*cells, *(str(counts.get(kind, 0)) for kind in KINDS), tier, time, decimal(usd(rates, row, counts))]))
