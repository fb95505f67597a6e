"""The picture of `stop_to_clipboard.py`: waiting time against the length of the dictation, as SVG."""

import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 170, 40, 48
LINES = {
    "a": ("transcribe and file after the key", "#c0392b"),
    "b": ("transcribe while she speaks, file after", "#b9770e"),
    "ours": ("Plainspoken", "#1e8449"),
}
TICKS_S = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)


def chart(minutes: Sequence[float], waits: Mapping[str, Sequence[float]]) -> str:
    """An SVG document; the waits, in seconds, on a logarithmic axis."""
    every = [wait for row in waits.values() for wait in row]
    low = max((t for t in TICKS_S if t <= min(every)), default=TICKS_S[0])
    high = min((t for t in TICKS_S if t >= max(every)), default=TICKS_S[-1])

    def x(length: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * length / max(minutes)

    def y(wait: float) -> float:
        share = math.log(max(wait, low) / low) / math.log(high / low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    parts = [_text(LEFT, 22, "Waiting for the note after the stop key (median, logarithmic)")]
    for tick in (t for t in TICKS_S if low <= t <= high):
        parts += [
            _line(LEFT, y(tick), WIDTH - RIGHT, y(tick)),
            _text(LEFT - 8, y(tick) + 4, f"{tick:g} s", "end"),
        ]
    for length in minutes:
        parts.append(_text(x(length), HEIGHT - BOTTOM + 20, f"{length:g}", "middle"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "minutes of dictation", "middle"))
    for order, row in waits.items():
        name, colour = LINES[order]
        points = [(x(length), y(wait)) for length, wait in zip(minutes, row, strict=True)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"/>')
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="{colour}"/>' for px, py in points]
        px, py = points[-1]
        for number, words in enumerate(_wrapped(name)):
            parts.append(_text(px + 12, py + 4 + 15 * number, words, colour=colour))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    return "\n".join([head, ground, *parts, "</svg>"]) + "\n"


def _wrapped(name: str) -> list[str]:
    """In lines of about twenty letters."""
    lines = [""]
    for word in name.split():
        if len(lines[-1]) + len(word) > 20:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#d5d8dc"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = "#333333") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" text-anchor="{anchor}" fill="{colour}">{text}</text>'
    )
