#!/usr/bin/env python3
"""Draws assets/icons: the same three shapes as SVG, as PNG in all sizes, as the .ico of Windows and as
the compiled resource (.res) that build.rs puts into the Windows program. Needs nothing but Python."""
import math
import pathlib
import struct
import zlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "assets" / "icons"
BLUE, PALE, GREEN, WHITE = (0x1D, 0x5F, 0xA8), (0x6B, 0x97, 0xC9), (0x7F, 0xE0, 0xA8), (255, 255, 255)
# In units of a 256-unit square: a card, a dial open at the bottom whose first third is green, and a flash.
CENTRE, RADIUS, HALF = (128, 136), 84, 11
FROM, GREEN_TO, TO = math.radians(150), math.radians(260), math.radians(390)
BOLT = [(142, 84), (94, 150), (124, 150), (114, 200), (166, 130), (134, 130)]


def in_card(x, y):
    dx, dy = max(60 - x, x - 196, 0), max(60 - y, y - 196, 0)
    return dx * dx + dy * dy <= 52 * 52


def in_arc(x, y, start, end):
    dx, dy = x - CENTRE[0], y - CENTRE[1]
    angle = math.atan2(dy, dx) % (2 * math.pi)
    angle += 2 * math.pi if angle < start else 0
    if start <= angle <= end and abs(math.hypot(dx, dy) - RADIUS) <= HALF:
        return True
    return any(math.hypot(dx - RADIUS * math.cos(a), dy - RADIUS * math.sin(a)) <= HALF for a in (start, end))


def in_bolt(x, y):
    inside, (px, py) = False, BOLT[-1]
    for qx, qy in BOLT:
        if (qy > y) != (py > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
            inside = not inside
        px, py = qx, qy
    return inside


def colour(x, y):
    if not in_card(x, y):
        return None
    if in_bolt(x, y):
        return WHITE
    if in_arc(x, y, FROM, GREEN_TO):
        return GREEN
    return PALE if in_arc(x, y, FROM, TO) else BLUE


def png(size, fine=4):
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            hits = []
            for n in range(fine * fine):
                x = (column + (n % fine + 0.5) / fine) * 256 / size
                y = (row + (n // fine + 0.5) / fine) * 256 / size
                hits.append(colour(x, y))
            seen = [h for h in hits if h]
            mean = [round(sum(h[i] for h in seen) / len(seen)) for i in range(3)] if seen else [0, 0, 0]
            rows += bytes([*mean, round(255 * len(seen) / len(hits))])

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b"")


def svg():
    def at(angle):
        return f"{CENTRE[0] + RADIUS * math.cos(angle):.1f} {CENTRE[1] + RADIUS * math.sin(angle):.1f}"

    def arc(end, rgb):
        large = 1 if end - FROM > math.pi else 0
        return (f'  <path d="M{at(FROM)} A{RADIUS} {RADIUS} 0 {large} 1 {at(end)}" fill="none" '
                f'stroke="#{bytes(rgb).hex()}" stroke-width="{2 * HALF}" stroke-linecap="round"/>\n')

    bolt = " ".join(f"{x},{y}" for x, y in BOLT)
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">\n  <title>节能诊断工作台</title>\n'
            f'  <rect x="8" y="8" width="240" height="240" rx="52" fill="#{bytes(BLUE).hex()}"/>\n'
            + arc(TO, PALE) + arc(GREEN_TO, GREEN) + f'  <polygon points="{bolt}" fill="#ffffff"/>\n</svg>\n')


def ico(images):
    out, offset = struct.pack("<HHH", 0, 1, len(images)), 6 + 16 * len(images)
    for size, data in images:
        out += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return out + b"".join(data for _, data in images)


def res(images):
    """A compiled resource file: the icon as number 1, which the file manager shows for the program."""
    def entry(kind, name, data):
        # Type and name as numbers; neutral language, moveable and discardable as compilers write it.
        head = struct.pack("<HHHHIHHII", 0xFFFF, kind, 0xFFFF, name, 0, 0x1030 if kind else 0, 0, 0, 0)
        out = struct.pack("<II", len(data), 8 + len(head)) + head + data
        return out + b"\0" * (-len(out) % 4)

    out, group = entry(0, 0, b""), struct.pack("<HHH", 0, 1, len(images))
    for number, (size, data) in enumerate(images, 1):
        out += entry(3, number, data)
        group += struct.pack("<BBBBHHIH", size % 256, size % 256, 0, 0, 1, 32, len(data), number)
    return out + entry(14, 1, group)


OUT.mkdir(parents=True, exist_ok=True)
pictures = {size: png(size) for size in (16, 24, 32, 48, 64, 128, 256)}
(OUT / "energy-audit.svg").write_text(svg(), encoding="utf-8")
for size, data in pictures.items():
    (OUT / f"energy-audit-{size}.png").write_bytes(data)
(OUT / "energy-audit.ico").write_bytes(ico(sorted(pictures.items())))
(OUT / "energy-audit.res").write_bytes(res(sorted(pictures.items())))
