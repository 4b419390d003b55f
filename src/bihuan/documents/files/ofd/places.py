"""Numbers of OFD: boxes, matrices and the steps between letters."""

from __future__ import annotations

import math
from dataclasses import dataclass

FARTHEST = 1e6  # millimetres; what lies beyond is no place


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres from the upper left corner, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """
    A transformation, `CTM="a b c d e f"`.

    Source: GB/T 33190-2016, 8.5: x' = a·x + c·y + e, y' = b·x + d·y + f.
    """

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, other: Matrix) -> Matrix:
        """Return the transformation that does `other` first and then this one."""
        e, f = self.at(other.e, other.f)
        return Matrix(
            self.a * other.a + self.c * other.b,
            self.b * other.a + self.d * other.b,
            self.a * other.c + self.c * other.d,
            self.b * other.c + self.d * other.d,
            e,
            f,
        )

    @property
    def height(self) -> float:
        """Return how much taller letters become."""
        return math.hypot(self.c, self.d)

    @property
    def width(self) -> float:
        """Return how much wider letters become."""
        return math.hypot(self.a, self.b)

    @property
    def slanted(self) -> bool:
        """Return whether letters are turned by anything but a quarter: so stand watermarks."""
        angle = math.degrees(math.atan2(self.b, self.a)) % 90
        return 5 < angle < 85


def number(text: str | None, usual: float = 0.0) -> float:
    """Return a number as written, or the usual one where there is none or no sensible one."""
    try:
        value = float(text) if text else usual
    except ValueError:
        return usual
    return value if abs(value) < FARTHEST else usual


def numbers(text: str | None, most: int = 16) -> tuple[float, ...]:
    """Return the numbers of a list, as many as can be read."""
    found: list[float] = []
    for part in (text or "").replace(",", " ").split()[:most]:
        try:
            value = float(part)
        except ValueError:
            break
        if not abs(value) < FARTHEST:
            break
        found.append(value)
    return tuple(found)


def box_of(text: str | None) -> Box | None:
    """Return a box as written, `x y width height`."""
    found = numbers(text)
    return Box(*found[:4]) if len(found) >= 4 else None


def matrix_of(text: str | None) -> Matrix:
    """Return a matrix as written; where there is none, the one that changes nothing."""
    found = numbers(text)
    return Matrix(*found[:6]) if len(found) >= 6 else Matrix()


def steps_of(text: str | None, most: int) -> list[float]:
    """
    Return the distances from letter to letter, at most `most` of them.

        steps_of("g 3 5 2.5", 10) → [5, 5, 5, 2.5]

    Source: GB/T 33190-2016, 11.3: `g n v` stands for n times v.
    """
    words = (text or "").replace(",", " ").split()[: 4 * most + 4]
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g":
            times = words[at + 1] if at + 1 < len(words) else ""
            step = number(words[at + 2]) if at + 2 < len(words) else 0.0
            steps += [step] * (min(int(times), most - len(steps)) if times.isdecimal() and len(times) < 9 else 0)
            at += 3
        else:
            steps.append(number(words[at]))
            at += 1
    return steps
