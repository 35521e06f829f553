"""Where the time of an update goes, kernel by kernel: kernels.py FILE, what `ncu --csv --metrics gpu__time_duration.sum` printed of two updates.

The second update is summed; the first also makes the network.
"""
import collections
import csv
import re
import sys

MILLISECONDS = {"ns": 1e-6, "us": 1e-3, "ms": 1, "nsecond": 1e-6, "usecond": 1e-3, "msecond": 1}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [line for line in file if line.startswith('"')]
    rows = [(row["Kernel Name"], float(row["Metric Value"].replace(",", "")) * MILLISECONDS[row["Metric Unit"]]) for row in csv.DictReader(lines)]
    updates = [i for i, (name, _) in enumerate(rows) if "vectorized_gather_kernel" in name]    # the embedding of tokens, first of an update
    rows = rows[updates[-1]:]
    totals = collections.defaultdict(lambda: [0.0, 0])
    for name, time in rows:
        key = re.sub(r"\s+", " ", name)[:150]
        totals[key][0] += time
        totals[key][1] += 1
    print(f"{sum(time for _, time in rows):.2f} ms in {len(rows)} kernels")
    for name, (time, count) in sorted(totals.items(), key=lambda item: -item[1][0])[:45]:
        print(f"{time:8.3f} ms {count:5d} × {name}")


if __name__ == "__main__":
    main()
