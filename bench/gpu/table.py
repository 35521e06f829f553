"""The table of what Program.cs and peers.py printed: table.py FILE... [--peak TFLOPS], the card's dense bfloat16 rate."""
import argparse
import json


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--peak", type=float, default=989, help="dense bfloat16 TFLOP/s of the card; 989 is an H100's or H200's")
    options = parser.parse_args()
    rows = [json.loads(line) for file in options.files for line in open(file, encoding="utf-8") if line.startswith("{")]
    eager = {(row["Layers"], row["Width"]): row["Median"] for row in rows if (row["Engine"], row["Mode"]) == ("PyTorch", "eager")}
    print("| layers, width | engine | mode | ms an update (least, median, most) | tokens/s | of peak | × PyTorch eager | loss |")
    print("|---|---|---|---|---|---|---|---|")
    for row in sorted(rows, key=lambda row: (row["Layers"], row["Width"])):
        size, median = (row["Layers"], row["Width"]), row["Median"]
        ratio = f"{eager[size] / median:.2f}" if size in eager else ""
        print(f"| {size[0]}, {size[1]} | {row['Engine']} | {row['Mode']} | {row['Least']:.3f}, {median:.3f}, {row['Most']:.3f} "
              f"| {1000 * row['Tokens'] / median:,.0f} | {row['Operations'] / median / options.peak / 1e9:.1%} | {ratio} | {row['Loss']:.3f} |")
    for reason in sorted({row["Reason"] for row in rows if row["Reason"]}):
        print(f"\nNot recorded: {reason}")


if __name__ == "__main__":
    main()
