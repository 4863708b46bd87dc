"""How fast the reader is: reports of 2,000 characters a second on one core, beside jieba cutting the same text into words.

python -m tests.bench.reader
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from statistics import median

from titian.demo.samples import samples, text_of
from titian.reader.pipeline import read_text

REPORT = 2_000
WANTED = 50
ROUNDS = 5


def main() -> int:
    """Print both speeds and their ratio; 1 when the reader is slower than the issue asks for."""
    texts = [text_of(sample) for sample in samples()]
    ours = _speed(lambda: [read_text(text, all_codes=True) for text in texts], texts)
    print(f"titian read   {ours:7.1f} 份/秒(每份 {REPORT} 字,单核;要求 ≥ {WANTED})")
    peer = _peer(texts)
    if peer:
        print(f"jieba 分词    {peer:7.1f} 份/秒;titian 为其 {ours / peer:.2f} 倍(titian 另认出指标、状态、期间并勾稽)")
    return 0 if ours >= WANTED else 1


def _peer(texts: Sequence[str]) -> float | None:
    """The peer is a bench dependency; without it only our own speed is printed."""
    try:
        import jieba
    except ImportError:
        print("没有安装 jieba(requirements-bench.txt),只报本项目的速度")
        return None
    jieba.setLogLevel(logging.WARNING)
    return _speed(lambda: [jieba.lcut(text) for text in texts], texts)


def _speed(work: Callable[[], object], texts: Sequence[str]) -> float:
    """Reports a second of processor time, the median of some rounds after one to warm up."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append(time.process_time() - began)
    return sum(map(len, texts)) / REPORT / median(rounds)


if __name__ == "__main__":
    raise SystemExit(main())
