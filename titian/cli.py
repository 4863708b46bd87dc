"""The `titian` command: readable sub-commands over Django management.

`titian read` and `titian assess` need no database and start without Django. Exit codes: 0 done, 1 the data say no (a broken chain, a
refused row), 2 the call itself is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from titian.base.arguments import speak_chinese

COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("read", "读文稿：数字、指标、勾稽关系；--accept 入账"),
    "figures": ("figures", "列出账上指标"),
    "targets": ("targets", "导入、列出目标"),
    "report": ("report", "生成文稿（半年总结等）"),
    "assess": ("assess", "按政策规则评估企业（高企、科小等）"),
    "reassess": ("reassess", "重新评估名录里的全部企业，保存结论"),
    "import": ("import", "导入登记表（企业、年度数据、资质、知识产权、人员、区划、用户）"),
    "export": ("export", "导出登记表或空白模板"),
    "journal": ("journal", "核验操作日志"),
    "jobs": ("jobs", "执行、列出后台任务"),
    "files": ("files", "核验上传文件"),
    "init": ("init", "建立或升级安装：数据库、文件夹、设置、首位管理员"),
    "backup": ("backup", "备份：全部数据、文件和设置存成一个文件"),
    "restore": ("restore", "从备份恢复"),
    "password": ("password", "给忘记密码的用户（包括管理员）发一次性密码"),
    "demo": ("demo", "建立示范县演示"),
    "serve": ("serve", "启动网页服务"),
    "manage": ("", "其他 Django 管理命令"),
}


CUT_OFF = 141  # what a shell says of a program whose reader went away (128 + SIGPIPE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the console command; returns the exit code. A reader that has seen enough (`… | head`) ends it quietly."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer must go somewhere when Python leaves.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    return code


def _run(arguments: Sequence[str] | None) -> int:
    speak_chinese()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if words[0] not in COMMANDS:
        print(f"titian:没有「{words[0]}」这个命令，请用 titian --help 查看", file=sys.stderr)
        return 2
    if words[0] == "read" and "--accept" not in words:
        return _read(words[1:])
    if words[0] == "assess":
        return _assess(words[1:])
    return _managed(words)


def usage() -> str:
    """The list of sub-commands, in Chinese."""
    lines = [f"  {name:<10}{label}" for name, (_, label) in COMMANDS.items()]
    return "\n".join(
        [
            "用法：titian 命令 [参数]；各命令的参数：titian 命令 --help",
            "",
            *lines,
            "",
            "安装由环境变量 TITIAN_HOME 指定，默认为当前文件夹下的 var",
        ]
    )


def _read(words: list[str]) -> int:
    from titian.reader import batch

    return batch.main(words)


def _assess(words: list[str]) -> int:
    from titian.policies.assessing.command import main as assess

    return assess(words)


def _managed(words: list[str]) -> int:
    """Run a Django management command; its errors become one line and an exit code."""
    from titian.base.commands import run

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    name = COMMANDS[words[0]][0]
    return run([name, *words[1:]] if name else words[1:])


if __name__ == "__main__":
    sys.exit(main())
