"""`titian read`: files and folders in, readings out as JSON files, JSON lines or a table to look at. Needs no database and no Django.

Exit codes: 0 every file was read (whatever its checks say), 2 at least one was refused; the others are read and written all the same.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from titian.base.errors import Refused
from titian.base.installation import home_folder
from titian.reader.text import EXTENSIONS, Extracted, Limits, extract, extract_bytes, shown_name
from titian.reader.values import Reading

STANDARD_INPUT = Path("-")
_FOREIGN_FOLDERS = frozenset({"__MACOSX", "node_modules"})


@dataclass(frozen=True)
class Options:
    """How to read and what to print. `why` is an offset to explain; `with_text` adds the text the offsets count in."""

    out: Path | None = None
    as_json: bool = False
    why: int | None = None
    all_codes: bool = False
    with_text: bool = False
    limits: Limits = field(default_factory=Limits)
    vocabulary: tuple[Path, ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `titian read`."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="文件或文件夹（连同下级文件夹）；- 表示标准输入")
    parser.add_argument("--out", type=Path, metavar="DIR", help="每个文件的结果写到 DIR/<文件名>.json")
    parser.add_argument("--json", action="store_true", dest="as_json", help="每个文件输出一行 JSON")
    parser.add_argument("--why", type=int, metavar="OFFSET", help="解释该位置的数字是怎样读出来的（只给一个文件）")
    parser.add_argument("--all-codes", action="store_true", help="指标库的全部代码都参与识别")
    parser.add_argument("--text", action="store_true", help="结果里带上抽取出的全文（位置按它计）")
    parser.add_argument("--max-mb", type=int, default=50, metavar="N", help="达到 N MB 的文件不读（默认 50）")


def run(options: argparse.Namespace) -> int:
    """Carry out parsed arguments; the exit code."""
    chosen = Options(
        out=options.out,
        as_json=options.as_json,
        why=options.why,
        all_codes=options.all_codes,
        with_text=options.text,
        limits=replace(Limits(), file_bytes=max(1, options.max_mb) * 1_000_000),
        vocabulary=own_vocabulary(),
    )
    return _printing(options.files, chosen)


def main(words: Sequence[str]) -> int:
    """`titian read` with its words; the exit code."""
    parser = _Parser(prog="titian read", description="读文稿：数字、指标、勾稽关系", add_help=True)
    add_arguments(parser)
    return run(parser.parse_args(words))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"titian read：参数不对（{message}）。用法见 titian read --help", file=sys.stderr)
        raise SystemExit(2)


def own_vocabulary() -> tuple[Path, ...]:
    """The installation's own word lists, when there are any."""
    folder = home_folder() / "vocabulary"
    return (folder,) if folder.is_dir() else ()


def _printing(paths: Sequence[Path], options: Options) -> int:
    """Read and print; a console without some character shows another, a closed pipe ends quietly."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        code = read_files(paths, options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def read_files(paths: Sequence[Path], options: Options | None = None) -> int:
    """Read every file, write and print what was asked for; 0 when all were read, 2 when one was refused."""
    from titian.reader.vocabulary import VocabularyError

    options = options or Options()
    try:
        files = inputs(paths, options.out)
        _check(files, options)
        return max([_one(path, options) for path in files])
    except VocabularyError as problem:
        return _refused_all(Refused(str(problem)), options)
    except Refused as refusal:
        return _refused_all(refusal, options)


def _check(files: Sequence[Path], options: Options) -> None:
    """What makes the whole call wrong, before anything is read or written."""
    if not files:
        raise Refused("没有可读的文件。请给出文件或文件夹，例如：titian read 半年总结.docx")
    if options.why is not None and len(files) > 1:
        raise Refused("--why 一次只解释一个文件里的数字，请只给一个文件")
    if options.out is not None and options.out.exists() and not options.out.is_dir():
        raise Refused(f"--out 给的「{options.out}」是文件，请给一个文件夹")
    _refuse_same_stems(files)


def _refuse_same_stems(files: Sequence[Path]) -> None:
    """Two results of one name would overwrite each other; on some disks upper and lower case are one name too."""
    by_stem: dict[str, list[Path]] = {}
    for path in files:
        by_stem.setdefault(unicodedata.normalize("NFC", path.stem).casefold(), []).append(path)
    clashes = [found for found in by_stem.values() if len(found) > 1]
    if clashes:
        shown = [f"「{'」和「'.join(map(_name, found))}」去掉扩展名后同名" for found in clashes]
        raise SameStemsError(
            [f"{entry}，结果会互相覆盖。请改名或分开读" for entry in shown], [p for found in clashes for p in found]
        )


class SameStemsError(Refused):
    """Several inputs would be written to one result; `files` are all of them."""

    def __init__(self, messages: Sequence[str], files: Sequence[Path]) -> None:
        super().__init__(messages)
        self.files = tuple(files)


def _refused_all(refusal: Refused, options: Options) -> int:
    for message in refusal.messages:
        print(f"titian read：{message}", file=sys.stderr)
    if options.as_json and isinstance(refusal, SameStemsError):
        for path in refusal.files:
            _print_json({"file": _name(path), "error": "与另一个输入去掉扩展名后同名，未读"})
    return 2


def inputs(paths: Iterable[Path], out: Path | None = None) -> list[Path]:
    """The files to read: those named, and in folders all with a known extension, in order, each once. Names what it skips."""
    found: dict[Path, Path] = {}
    for path in paths:
        inside = [path] if path == STANDARD_INPUT or not path.is_dir() else _in_folder(path, out)
        for file in inside:
            found.setdefault(file.resolve() if file != STANDARD_INPUT else file, file)
    return list(found.values())


def _in_folder(folder: Path, out: Path | None) -> list[Path]:
    known: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _FOREIGN_FOLDERS)
        if out is not None and Path(place).resolve() == out.resolve():
            continue
        for name in sorted(names):
            path = Path(place, name)
            why = _skipped(path)
            if not why:
                known.append(path)
            elif not name.startswith("."):
                print(f"跳过「{_name(path)}」：{why}", file=sys.stderr)
    if not known:
        raise Refused(f"文件夹「{_name(folder)}」里没有可读的文件。能读的扩展名：{' '.join(EXTENSIONS)}")
    return known


def _skipped(path: Path) -> str:
    """Why a file found in a folder is not read; empty when it is."""
    if path.name.startswith(("~$", ".~", ".")):
        return "办公软件的临时文件"
    return "" if path.suffix.lower() in EXTENSIONS else f"不认识的扩展名 {path.suffix or '（无）'}；要读它请直接给出文件"


def read_file(path: Path, options: Options | None = None) -> tuple[Extracted, Reading]:
    """One file's text and reading. Raises UnreadableFile, and VocabularyError for a word list that cannot be used."""
    from titian.reader.pipeline import read_text

    options = options or Options()
    source = _source(path, options.limits)
    hint = source.title or (path.stem if path != STANDARD_INPUT else None)
    return source, read_text(source.text, all_codes=options.all_codes, vocabulary=options.vocabulary, title_hint=hint)


def _source(path: Path, limits: Limits) -> Extracted:
    if path != STANDARD_INPUT:
        return extract(path, limits)
    return extract_bytes(sys.stdin.buffer.read(limits.file_bytes), "标准输入", limits)


def _one(path: Path, options: Options) -> int:
    try:
        source, reading = read_file(path, options)
        if options.why is not None:
            return _explain(path, source, reading, options)
        if options.out is not None:
            _write(options.out, path, _as_json(reading, options))
    except Refused as refusal:
        return _refused(path, str(refusal), options)
    except OSError as problem:
        return _refused(path, f"结果写不进「{options.out}」（{problem.strerror}），请检查磁盘空间和权限", options)
    _tell(path, source, reading, options)
    return 0


def _refused(path: Path, message: str, options: Options) -> int:
    print(f"titian read：{message}", file=sys.stderr)
    if options.as_json:
        _print_json({"file": _name(path), "error": message})
    return 2


def _tell(path: Path, source: Extracted, reading: Reading, options: Options) -> None:
    notices = list(source.notices)
    if not reading.quantities and not reading.figures:
        notices.append("未读到任何数字")
    if options.as_json:
        _print_json({"file": _name(path), **_as_json(reading, options), **({"notices": notices} if notices else {})})
    elif options.out is None:
        from titian.reader.printing import printed

        print("\n".join(printed(_name(path), source, reading, notices)))
    if options.out is not None or options.as_json:
        for notice in notices:
            print(f"{_name(path)}：{notice}", file=sys.stderr)


def _as_json(reading: Reading, options: Options) -> dict[str, object]:
    return reading.to_json() | ({"text": reading.text} if options.with_text else {})


def _write(folder: Path, path: Path, content: dict[str, object]) -> None:
    """Beside its place first, then renamed: a reader never meets half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = "stdin" if path == STANDARD_INPUT else path.stem
    target = folder / f"{stem}.json"
    part = folder / f".{os.getpid()}.part"
    try:
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _explain(path: Path, source: Extracted, reading: Reading, options: Options) -> int:
    """Why the number at an offset was read as it was."""
    from titian.reader.printing import explanation

    lines = explanation(source, reading, options.why or 0)
    if options.as_json:
        _print_json({"file": _name(path), "offset": options.why, "why": lines})
    else:
        print("\n".join(lines))
    return 0


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps(content, ensure_ascii=False))


def _name(path: Path) -> str:
    """A path as given, legible even when its name is not UTF-8."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return str(path.parent / shown_name(path)) if str(path.parent).isprintable() else shown_name(path)
    return str(path)
