#!/usr/bin/env python3
"""Write packs/cn/holidays/YEAR.yaml for the years given.

    pip install chinesecalendar==1.11.0 lunar-python==1.4.8
    scripts/make_holidays.py 2018 2019 … [--out packs/cn/holidays]

Which days are off and which weekend days are worked comes from ONE published source, the package
`chinesecalendar` (it transcribes the yearly notice of the General Office of the State Council).
Which of the days off are statutory holidays proper follows from the 全国年节及纪念日放假办法,
art. 2; the lunar dates and the day of 清明 that it needs are computed by `lunar-python`, whose own
list of holidays is not used. `check_holidays.py` compares the result with another package.

A file holds one notice: days of the preceding December that the notice of YEAR moves (30 December
for New Year's Day, say) stand in the file of YEAR.
"""

import argparse
import datetime
import importlib.metadata
import pathlib
import sys

from chinese_calendar import constants
from lunar_python import Lunar

NAMES = {
    "New Year's Day": ("元旦", "New Year's Day"),
    "Spring Festival": ("春节", "Spring Festival"),
    "Tomb-sweeping Day": ("清明节", "Qingming Festival"),
    "Labour Day": ("劳动节", "Labour Day"),
    "Dragon Boat Festival": ("端午节", "Dragon Boat Festival"),
    "Mid-autumn Festival": ("中秋节", "Mid-Autumn Festival"),
    "National Day": ("国庆节", "National Day"),
}


def gregorian(solar):
    return datetime.date(solar.getYear(), solar.getMonth(), solar.getDay())


def statutory_days(year):
    """The days of art. 2 of the 办法 in `year`, by the version in force (amended from 2025)."""

    def civil(month, *days):
        return [datetime.date(year, month, day) for day in days]

    def lunar(month, *days):
        return [gregorian(Lunar.fromYmd(year, month, day).getSolar()) for day in days]

    since_2025 = year >= 2025
    spring = lunar(1, 1, 2, 3)
    eve = [spring[0] - datetime.timedelta(days=1)] if since_2025 else []
    qingming = gregorian(Lunar.fromYmd(year, 2, 1).getJieQiTable()["清明"])
    return {
        "New Year's Day": civil(1, 1),
        "Spring Festival": eve + spring,
        "Tomb-sweeping Day": [qingming],
        "Labour Day": civil(5, 1, 2) if since_2025 else civil(5, 1),
        "Dragon Boat Festival": lunar(5, 5),
        "Mid-autumn Festival": lunar(8, 15),
        "National Day": civil(10, 1, 2, 3),
    }


def notice_year(day):
    """The year whose notice speaks of this day: late December belongs to the New Year after it."""
    return day.year + 1 if day.month == 12 else day.year


def of_notice(days, year, holiday):
    return sorted(d for d, name in days.items() if notice_year(d) == year and name == holiday)


def holiday_lines(year, holiday, statutory, all_statutory):
    off = of_notice(constants.holidays, year, holiday)
    groups = {
        "statutory": statutory,
        "rest": [day for day in off if day not in all_statutory],
        "make_up_working": of_notice(constants.workdays, year, holiday),
    }
    zh, en = NAMES[holiday]
    yield f'  - name: {{ zh: {zh}, en: "{en}" }}'
    for key, days in groups.items():
        if days:
            yield f"    {key}: [{', '.join(str(day) for day in days)}]"


def refuse_contradictions(year, all_statutory):
    named = {name for day, name in constants.holidays.items() if notice_year(day) == year}
    if not named:
        sys.exit(f"chinesecalendar does not know {year} yet")
    if unknown := named - NAMES.keys():
        sys.exit(f"{year}: no name in two languages for {', '.join(unknown)}: add it to NAMES")
    if worked := [day for day in sorted(all_statutory) if day not in constants.holidays]:
        sys.exit(f"{year}: statutory holidays that the notice does not give off: {worked}")


def year_file(year):
    statutory = statutory_days(year)
    all_statutory = {day for days in statutory.values() for day in days}
    refuse_contradictions(year, all_statutory)
    version = importlib.metadata.version
    lines = [
        f"# Days off and make-up working days by the notice for {year} of the State Council's General Office.",
        f"# Source: PyPI chinesecalendar {version('chinesecalendar')} (MIT), which transcribes the notices.",
        "# Statutory days: 全国年节及纪念日放假办法, art. 2, as in force in the year;",
        f"# lunar dates and 清明 computed by PyPI lunar-python {version('lunar-python')} (MIT).",
        "# Written by scripts/make_holidays.py; compared with PyPI holidays by scripts/check_holidays.py.",
        f"year: {year}",
        "source:",
        "  name: PyPI chinesecalendar",
        f'  version: "{version("chinesecalendar")}"',
        "holidays:",
    ]
    in_order = sorted(statutory.items(), key=lambda entry: entry[1][0])
    for holiday, days in in_order:
        lines += holiday_lines(year, holiday, days, all_statutory)
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser(description="Write the holiday files of the years given.")
    arguments.add_argument("years", nargs="+", type=int)
    arguments.add_argument("--out", type=pathlib.Path, default=pathlib.Path("packs/cn/holidays"))
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for year in given.years:
        (given.out / f"{year}.yaml").write_text(year_file(year), encoding="utf-8")


if __name__ == "__main__":
    main()
