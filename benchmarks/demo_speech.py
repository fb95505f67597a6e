"""Word error rate of the demo speech model on the bundled dictation, through detector, segmenter and whisper.cpp.

    .venv/bin/python benchmarks/demo_speech.py [--json FILE]

Words are compared in lower case without punctuation; numbers count as written ("148", "98.4"). The sentences of the
dictation are not in the training text. For held-out sentences by the hundred, in every voice, see
models/training/speech/evaluate.py.
"""

import argparse
import json
import re
from importlib.resources import as_file, files
from pathlib import Path

import jiwer

from plainspoken.bootstrap import DEMO_SPEECH_MODEL
from plainspoken_models.engines.host import open_transcriber
from plainspoken_models.engines.silero import Silero
from plainspoken_models.segmenter import Segmenter, SpeechSegment
from plainspoken_models.sound import frames_of
from plainspoken_models.store import Store


def normal(text: str) -> str:
    """Lower case, words and figures only."""
    return " ".join(re.findall(r"[a-z0-9]+(?:[.'][a-z0-9]+)*", text.lower()))


def segments_of(sound: Path) -> list[SpeechSegment]:
    """The segments of a file."""
    segmenter = Segmenter(Silero())
    found = [*(segmenter.feed(frame) for frame in frames_of(sound)), segmenter.finish()]
    return [segment for segment in found if segment]


def main() -> None:
    """Transcribe, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    store = Store()
    model = store.model(DEMO_SPEECH_MODEL)
    demo = files("plainspoken").joinpath("demo")
    spoken = normal(demo.joinpath("visit.txt").read_text("utf-8"))
    with (
        as_file(demo.joinpath("visit.flac")) as sound,
        open_transcriber(store.path(model.id), encoder_context=model.encoder_context, threads=1) as engine,
    ):
        heard = normal(" ".join(engine.transcribe(segment.samples).text for segment in segments_of(sound)))
    measures = jiwer.process_words(spoken, heard)
    figures = {
        "words": len(spoken.split()),
        "wer": measures.wer,
        "substituted": measures.substitutions,
        "left out": measures.deletions,
        "put in": measures.insertions,
    }
    for name, value in figures.items():
        print(f"{name:<12}{value:>8.3f}" if isinstance(value, float) else f"{name:<12}{value:>8}")
    print(jiwer.visualize_alignment(measures, show_measures=False))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
