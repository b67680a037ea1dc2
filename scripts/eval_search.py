#!/usr/bin/env python3
"""Scores `xiezhi law search` on queries with known provisions.

    scripts/eval_search.py --data DIR [--xiezhi PATH] [--show] docs/search/queries.yaml …

DIR is a data folder into which the statutes were imported. A hit is right if it lies within one of
the provisions of the query (or names the article where a paragraph or point of it is wanted and the
hit has none). Prints the share of queries whose first hit is right, whose first five hold a right
one, and the mean reciprocal rank within ten; ends with 1 where a bar is missed: first 70 %, five
90 %, every citation first.
"""

import argparse
import json
import subprocess
import sys

import yaml


def parse_right(text):
    """`会计法@2017-11-04#42.1.1` as (statute, version or None, path)."""
    statute, path = text.split("#")
    statute, _, version = statute.partition("@")
    return statute, version or None, path.split(".")


def search(arguments, query):
    command = [arguments.xiezhi, "law", "search", query["query"], "--json", "--limit", "10"]
    if arguments.data:
        command += ["--data", arguments.data]
    if "as_of" in query:
        command += ["--as-of", str(query["as_of"])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["hits"]


def is_right(hit, right):
    statute, version, path = right
    place = [hit.get("article"), hit.get("paragraph"), hit.get("item")]
    place = [str(level) for level in place if level is not None]
    same_statute = hit["statute"].removeprefix("中华人民共和国") == statute
    same_version = version is None or hit.get("version") == version
    shared = min(len(path), len(place))
    within = len(place) >= len(path) or len(place) == 1
    return same_statute and same_version and within and place[:shared] == path[:shared]


def rank_of(hits, query):
    rights = [parse_right(text) for text in query["right"]]
    ranks = (at for at, hit in enumerate(hits, 1) if any(is_right(hit, right) for right in rights))
    return next(ranks, None)


def report(name, ranks):
    first = sum(rank == 1 for rank in ranks)
    five = sum(rank is not None and rank <= 5 for rank in ranks)
    mean = sum(1 / rank for rank in ranks if rank) / len(ranks)
    print(f"{name:10} {len(ranks):4}  first {first / len(ranks):6.1%}  five {five / len(ranks):6.1%}  MRR {mean:.3f}")
    return first / len(ranks), five / len(ranks)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--data")
    parser.add_argument("--xiezhi", default="target/release/xiezhi")
    parser.add_argument("--show", action="store_true", help="print the queries that miss")
    arguments = parser.parse_args()

    queries = [query for file in arguments.files for query in yaml.safe_load(open(file, encoding="utf-8"))]
    by_kind = {}
    for query in queries:
        hits = search(arguments, query)
        rank = rank_of(hits, query)
        by_kind.setdefault(query["kind"], []).append(rank)
        if arguments.show and rank != 1:
            found = [f"{h['statute']}#{h.get('article')}.{h.get('paragraph')}.{h.get('item')}" for h in hits[:3]]
            print(f"{rank or '-':>3} {query['query']}  wanted {query['right']}  got {found}")
    for kind, ranks in sorted(by_kind.items()):
        report(kind, ranks)
    first, five = report("all", [rank for ranks in by_kind.values() for rank in ranks])
    citations_first = all(rank == 1 for rank in by_kind.get("citation", []))
    return 0 if first >= 0.70 and five >= 0.90 and citations_first else 1


if __name__ == "__main__":
    sys.exit(main())
