"""What the machine can do at best: products of matrices, and reading of memory, on a set number of threads.

Measured in a process of its own, because numpy's OpenBLAS learns its number of threads when it is loaded. Products are
those of float32 matrices, with whatever instructions OpenBLAS finds (AVX-512, where whisper.cpp keeps to
AVX2); reading is the dot product of 1 GiB with itself, several times any cache.
"""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

SIDE = 2048
"""Of the matrices: 17 thousand million operations in a product."""
READ_BYTES = 1 << 30


class Limits:
    """The limits of this machine, to be used in `with`."""

    def __init__(self, threads: int) -> None:
        os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
        self._process = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))

    def __enter__(self) -> Self:
        self.multiply_per_s()  # starts the process, and touches the memory
        self.read_per_s()
        return self

    def multiply_per_s(self) -> float:
        """Floating-point operations per second, now."""
        return self._process.submit(_multiply_per_s).result()

    def read_per_s(self) -> float:
        """Bytes read per second, now."""
        return self._process.submit(_read_per_s).result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.shutdown()


@cache
def _ones(*shape: int) -> NDArray[np.float32]:
    return np.ones(shape, np.float32)


def _multiply_per_s() -> float:
    matrix = _ones(SIDE, SIDE)
    began = time.perf_counter()
    np.matmul(matrix, matrix)
    return 2.0 * SIDE**3 / (time.perf_counter() - began)


def _read_per_s() -> float:
    row = _ones(READ_BYTES // 4)
    began = time.perf_counter()
    np.dot(row, row)
    return READ_BYTES / (time.perf_counter() - began)
