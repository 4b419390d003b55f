"""
Writes src/bihuan/packs/calendars/YEAR.toml from the `holidays` package: `python tools/calendars.py 2022 2026`.

Run once for each year whose holiday notice is published, then read the file against the notice. A year without a single
make-up day is refused: for a year that is not published the package gives its guess, and a guess exchanges no days.
"""

import argparse
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import holidays

FOLDER = Path(__file__).resolve().parent.parent / "src/bihuan/packs/calendars"
DAY = timedelta(days=1)
EVE = "农历除夕"  # The notice counts it into the Spring Festival.


def days_of(year: int) -> tuple[dict[date, str], set[date]]:
    """Return the days off of a year with what the package says of them, and the weekend days that are worked."""
    country = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = {day: name for day, name in country.items() if day.year == year}
    return off, {day for day in country.weekend_workdays if day.year == year}


def runs(off: dict[date, str], worked: set[date], year: int) -> list[list[date]]:
    """Return the days off as stretches without a gap; the weekends they touch belong to them."""
    every = [date(year, 1, 1) + n * DAY for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)]
    found: list[list[date]] = []
    for day in every:
        if day in off or (day.weekday() > 4 and day not in worked):
            if found and found[-1][-1] == day - DAY:
                found[-1].append(day)
            else:
                found.append([day])
    return [run for run in found if any(day in off for day in run)]


def entry(run: list[date], off: dict[date, str], worked: set[date]) -> str:
    """Return one holiday as TOML: its name, first and last day off, and the weekend days worked for it."""
    said = [off[day] for day in run if day in off]
    names = dict.fromkeys(re.sub(r"（.*", "", name) for name in said if not name.startswith("休息日"))
    exchanged = {date.fromisoformat(found) for name in said for found in re.findall(r"\d{4}-\d\d-\d\d", name)}
    lines = [
        "[[holiday]]",
        f'name = "{"、".join(name for name in names if name != EVE)}"',
        f"from = {run[0]}",
        f"to = {run[-1]}",
    ]
    if exchanged:
        lines.append(f"make_up = [{', '.join(str(day) for day in sorted(exchanged & worked))}]")
    return "\n".join(lines)


def written(year: int) -> str:
    """Return the file of one year."""
    off, worked = days_of(year)
    if not worked:
        sys.exit(f"{year}: no make-up day, so its notice is not published yet; nothing written.")
    entries = [entry(run, off, worked) for run in runs(off, worked, year)]
    head = f'year = {year}\nsource = "国务院办公厅关于{year}年部分节假日安排的通知"'
    return "\n\n".join([head, *entries]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for year in range(options.first, options.last + 1):
        (FOLDER / f"{year}.toml").write_text(written(year), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
