"""How long a person waits: from dropping a digital PDF of ten pages to the task table on the screen.

    python benchmarks/drop_to_table.py [--runs 20] [--workers N]

Starts ``analyzer serve`` on an empty archive and a Chromium with a window of 1440 by 900, and drops an invented plan
of ten pages and some forty tasks on the first page, each time under another number, so that it is read anew. Counted
is from the moment the file is let go until the screen has been painted with the first rows of the table, after the
service and the browser have been used a few times. Wants Chromium (``apt-get install chromium``) and the extra
``test``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout will do

from playwright.sync_api import Page, expect  # noqa: E402

from tests.browser.chromium import DESK, chromium  # noqa: E402
from tests.browser.dropping import drop  # noqa: E402
from tests.browser.paper import ten_pages  # noqa: E402
from tests.browser.serving import serving  # noqa: E402

WARM_UP = 3
AIM = 2.0  # seconds
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now()))))"


def wait_for_table(page: Page, number: int) -> float:
    """Drop a plan of that number and return the seconds until its table has been painted."""
    page.goto("/")
    drop_zone = page.get_by_role("main")
    began: float = page.evaluate("Date.now()")
    drop(page, drop_zone, ten_pages(f"Số: {number}/KH-UBND"), f"ke-hoach-{number}.pdf")
    page.wait_for_url("**/van-ban/*", wait_until="commit")
    first = page.get_by_role("row").nth(1)
    expect(first).to_be_in_viewport()
    ended: float = page.evaluate(_PAINTED)
    return (ended - began) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--workers", type=int, help="processes that read documents; those of the service by default")
    chosen = parser.parse_args()
    options = ["--workers", str(chosen.workers)] if chosen.workers else []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), *options) as service, chromium() as browser:
        page = browser.new_page(base_url=service.url, viewport=DESK)  # type: ignore[arg-type]
        times = [wait_for_table(page, 500 + run) for run in range(WARM_UP + chosen.runs)][WARM_UP:]
        size = len(ten_pages()) / 1000
    print(f"{platform.machine()}, {os.cpu_count()} processors; PDF of ten pages, {size:.0f} kB; {chosen.runs} runs")
    print(
        f"from dropping to the table on screen: median {median(times):.2f} s, max {max(times):.2f} s (aim {AIM:.0f} s)"
    )


if __name__ == "__main__":
    main()
