#!/usr/bin/env python3
"""Compare packs/cn/holidays/*.yaml, day by day, with a package not used to make them.

    pip install holidays==0.109 pyyaml jsonschema
    scripts/check_holidays.py [packs/cn/holidays]

The other package is `holidays` (python-holidays), which keeps its own transcription of the notices.
Compared: every day of every year that has a file — off or worked — and the statutory holidays proper.
The files, and terms.yaml beside them, are also checked against packs/schema. Exit code 1 where anything differs.
"""

import datetime
import importlib.metadata
import json
import pathlib
import sys

import holidays
import jsonschema
import yaml

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
NOT_PROPER = ("Day off", "(observed)", "Extended Holiday")


def load(folder):
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]


def schema_faults(document, schema_name):
    """The places where a document breaks its schema."""
    schema = json.loads((REPOSITORY / "packs/schema" / schema_name).read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(document, default=str))  # dates as JSON has them
    validator = jsonschema.Draft202012Validator(schema)
    return [f"{schema_name}: {fault.json_path}: {fault.message}" for fault in validator.iter_errors(plain)]


def days_under(files, key):
    return {day for year in files for holiday in year["holidays"] for day in holiday.get(key, [])}


def days_of(years):
    day, end = datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)
    while day <= end:
        yield day
        day += datetime.timedelta(days=1)


def is_proper(names):
    """Whether the other package calls the day a statutory holiday, not a substitute or an extension."""
    return any(not any(mark in name for mark in NOT_PROPER) for name in names.split("; "))


def differences(files):
    years = [year["year"] for year in files]
    statutory = days_under(files, "statutory")
    off = statutory | days_under(files, "rest")
    worked = days_under(files, "make_up_working")
    other = holidays.country_holidays("CN", years=range(min(years) - 1, max(years) + 2), language="en_US")
    for day in days_of(years):
        ours = day in off or (day.weekday() >= 5 and day not in worked)
        theirs = not other.is_working_day(day)
        if ours != theirs:
            yield f"{day}: {'off' if ours else 'worked'} here, {'off' if theirs else 'worked'} there"
        ours, theirs = day in statutory, is_proper(other[day]) if day in other else False
        if ours != theirs:
            yield f"{day}: {'' if ours else 'not '}statutory here, {'' if theirs else 'not '}there"


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "packs/cn/holidays"
    files = load(folder)
    if not files:
        sys.exit(f"no holiday file in {folder}")
    faults = [fault for year in files for fault in schema_faults(year, "holidays.schema.json")]
    terms = yaml.safe_load((REPOSITORY / "packs/cn/terms.yaml").read_text(encoding="utf-8"))
    faults += schema_faults(terms, "terms.schema.json")
    faults += differences(files)
    for fault in faults:
        print(fault)
    first, last = files[0]["year"], files[-1]["year"]
    count = sum(1 for _ in days_of([first, last]))
    version = importlib.metadata.version("holidays")
    print(f"{count} days {first}–{last} compared with PyPI holidays {version}: {len(faults)} differences")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
