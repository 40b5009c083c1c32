#!/usr/bin/env python3
"""Draws a small set of pictures to train on: discs, squares and crosses, a folder each.

    python3 clients/python/draw_shapes.py FOLDER [PICTURES OF EACH]
"""
import pathlib
import random
import struct
import sys
import zlib

SIDE = 32
SHAPES = {
    "disc": lambda x, y, r: x * x + y * y <= r * r,
    "square": lambda x, y, r: max(abs(x), abs(y)) <= 0.85 * r,
    "cross": lambda x, y, r: min(abs(x), abs(y)) <= 0.3 * r and max(abs(x), abs(y)) <= r,
}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels):
    """A PNG file of rows of red, green and blue, 0 to 255."""
    rows = b"".join(b"\0" + bytes(row) for row in pixels)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def picture(inside, chance):
    back = [chance.randint(0, 110) for _ in range(3)]
    front = [chance.randint(140, 255) for _ in range(3)]
    radius = chance.uniform(7, 12)
    x0, y0 = (SIDE / 2 + chance.uniform(-3, 3) for _ in range(2))
    return [[min(255, max(0, channel + chance.randint(-20, 20)))
             for x in range(SIDE) for channel in (front if inside(x - x0, y - y0, radius) else back)]
            for y in range(SIDE)]


def main(folder, count=60):
    chance = random.Random(1)
    for name, inside in SHAPES.items():
        place = pathlib.Path(folder, name)
        place.mkdir(parents=True, exist_ok=True)
        for number in range(int(count)):
            place.joinpath(f"{number:02d}.png").write_bytes(png(picture(inside, chance)))


if __name__ == "__main__":
    main(*sys.argv[1:])
