"""Long work of these tests."""

from time import sleep

from bihuan.loop.errors import Refused
from bihuan.loop.jobs.work import Result, Work


def count(work: Work) -> Result:
    """Count to a number and write it down."""
    total = work.given["to"]
    for done in range(total):
        work.progress(done, total)
    file = work.folder / "count.txt"
    file.write_text(f"{work.by.name} {total}", encoding="utf-8")
    return Result(f"数到{total}", file=file, file_name="计数.txt", media_type="text/plain", url="/ledger/")


def slowly(work: Work) -> Result:
    """Count as slowly as a long export writes."""
    for done in range(work.given["to"]):
        work.progress(done, work.given["to"])
        sleep(0.02)
    return Result("数完了")


def refuse(work: Work) -> Result:
    """Say no."""
    raise Refused("这一份表没有标题行。", missing=("第3行：缺少编号",))


def fall(work: Work) -> Result:
    """Break in the middle."""
    raise RuntimeError("secret inside")
