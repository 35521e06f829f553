"""A store read without this library: runs the Python examples of docs/store-format.md on it and compares every value with the library's.

    read_store.py STORE COMMAND...      COMMAND: the command line, such as ./algodistill

Needs pandas with pyarrow; the example for polars runs where polars is.
"""
import importlib.util
import json
import math
import pathlib
import re
import subprocess
import sys

DOCUMENT = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "store-format.md"


def same(mine, theirs):
    if hasattr(theirs, "tolist"):
        theirs = theirs.tolist()
    if isinstance(theirs, float) and math.isnan(theirs):
        theirs = None
    return mine == theirs or (isinstance(mine, float) and math.isclose(mine, theirs, rel_tol=1e-6))


def main():
    store, command = sys.argv[1], sys.argv[2:]

    def ask(query):
        return json.loads(subprocess.run([*command, "store", "sql", query, store, "--json"], check=True, capture_output=True, text=True).stdout)

    ran = []
    for example in re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S):
        package = re.search(r"import (pandas|polars)", example).group(1)
        if importlib.util.find_spec(package) is None:
            print(f"{package} is not installed: its example is not run")
            continue
        names = {}
        exec(example.replace("STORE", store), names)
        if package == "pandas":
            rows, answer = names["histories"], ask("SELECT * FROM histories ORDER BY run, stream, step")
            assert list(rows.columns) == list(answer[0]), (list(rows.columns), list(answer[0]))
            assert len(rows) == len(answer)
            for column in rows.columns:
                for number, (theirs, mine) in enumerate(zip(rows[column], answer)):
                    assert same(mine[column], theirs), (column, number, mine[column], theirs)
            returns = ask("SELECT run, stream, episode, sum(reward) AS r FROM histories GROUP BY ALL ORDER BY ALL")
            assert [row["r"] for row in returns] == names["returns"].tolist()
            ran.append(f"pandas: {len(rows)} rows of {len(rows.columns)} columns and {len(returns)} returns equal")
        else:
            curve = ask("SELECT episode, avg(r) AS r FROM (SELECT episode, sum(reward) AS r FROM histories GROUP BY run, stream, episode) GROUP BY 1 ORDER BY 1")
            assert all(same(row["r"], theirs) for row, theirs in zip(curve, names["curve"]["reward"])) and len(curve) == len(names["curve"])
            ran.append(f"polars: a curve of {len(curve)} episodes equal")
    print("\n".join(ran))


if __name__ == "__main__":
    main()
