#!/usr/bin/env python3
"""Writes a skewed data set of MNIST's training images as CSV: 97 of 100 are "rest", 3 are "seven".

    rare_sevens.py MNIST FILE [IMAGES]

MNIST is the folder of the four IDX files, plain or gzipped. Images are taken in their order; 20000 by default.
"""

import gzip
import pathlib
import struct
import sys

RARE_PERCENT = 3
RARE = 7


def read(folder, name):
    plain = pathlib.Path(folder, name)
    return plain.read_bytes() if plain.exists() else gzip.open(f"{plain}.gz").read()


def main(folder, file, images=20000):
    pixels = read(folder, "train-images-idx3-ubyte")
    labels = read(folder, "train-labels-idx1-ubyte")[8:]
    count, height, width = struct.unpack(">III", pixels[4:16])
    size = height * width
    left = {True: images * RARE_PERCENT // 100, False: images - images * RARE_PERCENT // 100}
    with open(file, "w", encoding="ascii") as out:
        out.write("label," + ",".join(f"pixel{i}" for i in range(size)) + "\n")
        for image in range(count):
            rare = labels[image] == RARE
            if left[rare]:
                left[rare] -= 1
                start = 16 + image * size
                row = ",".join(map(str, pixels[start:start + size]))
                out.write(("seven," if rare else "rest,") + row + "\n")
    if any(left.values()):
        sys.exit(f"{folder} has too few images: {left[True]} sevens and {left[False]} others are missing")


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
