#!/usr/bin/env python3
"""Print a seeded random sample of enforcement items beside their article, to be read by a person.

    xiezhi law items ../shared/laws --kind all --jsonl > items.jsonl
    scripts/sample_items.py items.jsonl --kind inspection -n 50 --seed 7 --laws ../shared/laws

The same seed and the same items give the same sample. `--verdicts FILE` writes a tab-separated sheet
(number, id, verdict, cause) whose last two columns the reader fills in.
"""

import argparse
import json
import random
import re
import sys
from pathlib import Path

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}
ARTICLE = re.compile(r"^第([零〇一二三四五六七八九十百千]+)条(之[一二三四五六七八九十]+)?[ 　]")


def number(numeral):
    """一百三十三 is 133."""
    total, digit = 0, 0
    for char in numeral.replace("〇", "零"):
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (digit or 1) * UNITS[char]
            digit = 0
    return total + digit


def article_text(path, article):
    """The lines of an article; a note where the file or the article is not found."""
    if not path.is_file():
        return f"({path} is not there)"
    lines, inside = [], False
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        start = ARTICLE.match(line)
        if start:
            inside = f"{number(start.group(1))}{start.group(2) or ''}" == article
        elif line.startswith("#"):
            inside = False
        if inside and line.strip():
            lines.append(line.strip())
    return "\n".join(lines) or f"(article {article} is not in {path})"


def measure_line(tier):
    """A tier on one line: condition, target and what may be imposed."""
    parts = []
    for measure in tier["measures"]:
        fine = measure.get("fine")
        amount = f" {fine['min']}..{fine['max']} {fine['unit']}" if fine else ""
        reference = f" ({measure['ref']})" if measure.get("ref") else ""
        choice = "" if measure["mandatory"] else "可"
        parts.append(f"{choice}{measure['kind']}{amount}{reference}")
    return f"[{tier['condition']}|{tier['target']}] " + "；".join(parts)


def show(place, item, laws):
    """Print one item with its article."""
    point = f".{item['item']}" if item["item"] else ""
    print(f"── {place}. {item['statute']} 第{item['article']}条 {item['paragraph']}{point}  {item.get('note') or ''}")
    print(f"   behaviour  {item['behaviour']}")
    print(f"   subject    {item['subject']}\n   object     {item['object']}\n   refs       {item['obligation_refs']}")
    for tier in item["tiers"]:
        print(f"   tier       {measure_line(tier)}")
    text = article_text(laws / item["file"], item["article"])
    print("   | " + text.replace("\n", "\n   | ") + "\n")


def sample(path, kind, count, seed):
    """`count` items of a kind, drawn without replacement."""
    with open(path, encoding="utf-8") as lines:
        items = [item for item in map(json.loads, lines) if kind == "all" or item["kind"] == kind]
    items.sort(key=lambda item: (item["file"], item["article"], item["paragraph"], item["behaviour"]))
    print(f"{len(items)} items of kind {kind}, {min(count, len(items))} drawn with seed {seed}\n", file=sys.stderr)
    return random.Random(seed).sample(items, min(count, len(items)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("items", help="JSON lines of `xiezhi law items`")
    arguments.add_argument("--kind", default="all", choices=["penalty", "coercion", "inspection", "licence", "all"])
    arguments.add_argument("-n", type=int, default=50, help="how many (default 50)")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--laws", type=Path, default=Path("../shared/laws"), help="folder that `file` is relative to")
    arguments.add_argument("--verdicts", type=Path, help="write a sheet to fill in")
    chosen = arguments.parse_args()
    drawn = sample(chosen.items, chosen.kind, chosen.n, chosen.seed)
    for place, item in enumerate(drawn, 1):
        show(place, item, chosen.laws)
    if chosen.verdicts:
        rows = [f"{place}\t{item.get('id', '')}\t\t" for place, item in enumerate(drawn, 1)]
        chosen.verdicts.write_text("number\tid\tverdict\tcause\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
