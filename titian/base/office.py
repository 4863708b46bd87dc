"""LibreOffice as a converter: old Word and WPS files in, PDF out. Optional on every machine; without it the message says so.

Every conversion runs in a throw-away profile with macros off, so that two of them never wait for each other and a foreign document
meets no setting of ours.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from titian.base.errors import Refused

_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


class OfficeMissing(Refused):
    """LibreOffice is not installed on this machine."""

    def __init__(self, wanted: str = "转换文件") -> None:
        super().__init__(
            f"本机没有安装 LibreOffice，不能{wanted}。"
            "请安装 LibreOffice（装在特殊位置时，用环境变量 TITIAN_SOFFICE 指明 soffice 的路径）"
        )


class OfficeFailed(Refused):
    """LibreOffice ran and did not produce the file."""


def soffice() -> str | None:
    """The program to run: `TITIAN_SOFFICE`, else the search path, else the usual places; None when there is none."""
    named = os.environ.get("TITIAN_SOFFICE")
    if named is not None:
        return named if shutil.which(named) else None
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if os.access(place, os.X_OK)), None)


def available() -> bool:
    return soffice() is not None


def convert(source: Path, to: str, *, into: Path | None = None, timeout_s: int = 120) -> Path:
    """Convert `source` to format `to` (`pdf`, `docx`, `xlsx`; `pdf:writer_pdf_Export` names a filter) and return the new file.

    The file is `<into>/<stem>.<to>` (default: beside the source), moved there only when complete; an older one is replaced.
    Raises OfficeMissing, or OfficeFailed when the conversion fails or takes longer than `timeout_s` seconds.
    """
    program, suffix = soffice(), to.partition(":")[0]
    if program is None:
        raise OfficeMissing(f"把「{source.name}」转换为 {suffix}")
    target = (into or source.parent) / f"{source.stem}.{suffix}"
    with tempfile.TemporaryDirectory(prefix="titian-office-") as work:
        made = _converted(program, source, to, Path(work), timeout_s)
        # Across file systems a move is a copy: first beside the target, then one rename, so that nobody sees half a file.
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            shutil.copyfile(made, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    return target


def _converted(program: str, source: Path, to: str, work: Path, timeout_s: int) -> Path:
    profile, made = work / "profile", work / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    made.mkdir()
    # A plain name inside the work folder: no leading dash, no odd characters, and the source's folder is never written to.
    copy = work / f"source{source.suffix.lower()}"
    shutil.copyfile(source, copy)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    error = _run([*command, "--convert-to", to, "--outdir", str(made), str(copy)], work, timeout_s, source.name)
    result = next((path for path in made.iterdir() if path.stat().st_size), None)
    if result is None:
        raise OfficeFailed(f"LibreOffice 未能转换「{source.name}」，文件可能已损坏或有密码{error}。请用 WPS 或 Word 打开另存后再试")
    return result


def _run(command: list[str], work: Path, timeout_s: int, name: str) -> str:
    """Run to the end; what it complained about, for the message. Kills the whole group when the time is up."""
    environment = {**os.environ, "HOME": str(work), "TMPDIR": str(work)}
    with _started(command, environment) as process:
        try:
            _, errors = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired as late:
            raise OfficeFailed(
                f"LibreOffice 转换「{name}」超过 {timeout_s} 秒，已停止。请把文件拆小，或另存为 .docx 后再试"
            ) from late
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return f"({lines[-1]})" if lines and process.returncode else ""


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 (our own command line, no shell)
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it survives: soffice starts children that outlive it when only the first is killed."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
