"""Fit the trees of ``crawler/extraction/models`` on recorded pages with known text, and say what they are worth.

``make fit`` (needs LightGBM, which it installs, and the recorded pages). Five folds by site: every page is scored by
trees that have seen no page of its site, and these are kept for ``bench-extraction``. The files are fitted on all
pages. Nothing of a page gets into them but how often a measurement lay on which side of a limit.

Labels: a block belongs to the article when at least 60 % of its four-word runs occur in the reference text. References
are cut short here and there; a block that the first fit is sure about and the label contradicts is left to the fit.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from archive.fingerprints import letters
from archive.records import Rejection
from crawler.extraction import features, votes
from crawler.extraction.blocks import PageBlock, read_blocks
from crawler.extraction.classifier import FOLDER
from crawler.extraction.metadata import read_metadata
from crawler.extraction.page import open_page
from crawler.extraction.trees import build
from tests.benchmarks import tails
from tests.benchmarks.references import Reference, references, source_of_page
from tests.benchmarks.scoring import covered, words

FOLDS = 5
UNSEEN = Path(__file__).parent / "unseen"
"""For each fold the trees that saw no page of its sites; ``bench-extraction`` reads pages with them."""

IN_REFERENCE = 0.6
SURE = 0.96
"""Distance of a score from the label from which the label is taken for a gap of the reference."""

FEW_LABELS = 4.0
"""Weight of the labels of a page whose reference is a handful of segments."""

MADE = 0.15
"""Weight of a page whose tail was made."""

UNKNOWN = 0.3
TAUGHT = 0.3
"""Share of the voted trees' score in what the plain ones are fitted on."""

SEEDS = 2
"""Fits of the voted trees whose mean is taken: one alone swings by .005 F1 on a set of 127 pages."""

VOTED = {"num_iterations": 250, "learning_rate": 0.06}
PLAIN = {"num_iterations": 120, "learning_rate": 0.12}
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, measured."""

    site: str
    table: features.Matrix
    votes: features.Matrix
    labels: Floats
    """1, 0, or -1 where the reference leaves it open; a row a block."""

    words: Floats
    is_segments: bool
    is_made: bool
    """Whether headlines were put into its text."""


def main() -> int:
    with ProcessPoolExecutor() as workers:
        samples = [sample for found in workers.map(take_samples, list(references()), chunksize=8) for sample in found]
    made = sum(sample.is_made for sample in samples)
    click.echo(f"{len(samples) - made} pages of {len({one.site for one in samples})} sites, {made} with a tail made")
    table = np.vstack([sample.table for sample in samples])
    both = np.hstack([table, np.vstack([sample.votes for sample in samples])])
    labels, size, folds, segments, is_made = _columns(samples)
    is_asked = table[:, features.FEATURES.index("length")] > 0  # blocks that are wholly a link are not
    known = (labels >= 0) & is_asked
    first, _ = _held_out(both, labels, np.where(known & ~is_made, _weight(size), 0), folds, VOTED, seeds=1)
    gap = (np.abs(first - labels) > SURE) & (size > 8) & ~is_made
    usable = known & ~gap
    weight = (
        _weight(size)
        * np.where(usable, np.where(segments, FEW_LABELS, 1), UNKNOWN)
        * np.where(is_made, MADE, 1)
        * is_asked
    )
    target = np.where(usable, 0.8 * labels + 0.2 * first, first)
    voted, of_voted = _held_out(both, target, weight, folds, VOTED, SEEDS)
    taught = np.where(usable, (1 - TAUGHT) * labels + TAUGHT * voted, voted)
    plain, of_plain = _held_out(table, taught, weight, folds, PLAIN, seeds=1)
    for name, scores in (("voted", voted), ("plain", plain)):
        right = ((scores > 0.5) == (labels > 0.5))[known & ~is_made]
        share = np.average(right, weights=size[known & ~is_made])
        click.echo(f"{name}: {share:.4f} of the words on the right side, sites unseen")
    names = {"voted.json": (*features.FEATURES, *votes.FEATURES), "plain.json": features.FEATURES}
    for fold, models in enumerate(zip(of_voted, of_plain, strict=True)):
        for (file, columns), trees in zip(names.items(), models, strict=True):
            _write(UNSEEN / str(fold) / file, columns, trees)
    _write(FOLDER / "voted.json", names["voted.json"], _grow(both, target, weight, VOTED, SEEDS))
    _write(FOLDER / "plain.json", names["plain.json"], _grow(table, taught, weight, PLAIN, seeds=1))
    return 0


def take_samples(reference: Reference) -> list[Sample]:
    """Measure a page as the extractor does, and once more with other articles' headlines in its text."""
    page = open_page(reference.payload(), reference.url)
    if isinstance(page, Rejection):
        return []
    title = letters(read_metadata(page, source_of_page(reference.url)).title or "")
    blocks = read_blocks(page.tree)
    if not blocks:
        return []
    labels = label(reference, blocks)
    asked = votes.ask_voters(page.tree, page.url, [letters(block.text) for block in blocks])
    samples = [_measured(reference, blocks, title, asked, labels)]
    body = [int(place) for place in np.flatnonzero(labels == 1)]
    if reference.kind != "segments" and len(body) >= tails.LEAST_BODY:
        more, added = tails.with_tail(reference, blocks, body)
        places = np.array(added) - np.arange(len(added))
        asked = np.insert(asked, places, 1.0, axis=0)
        samples.append(_measured(reference, more, title, asked, np.insert(labels, places, 0.0), is_made=True))
    return samples


def _measured(
    reference: Reference,
    blocks: Sequence[PageBlock],
    title: str,
    asked: votes.Votes,
    labels: Floats,
    is_made: bool = False,
) -> Sample:
    keys = [letters(block.text) for block in blocks]
    size = np.array([len(words(block.text)) for block in blocks], float)
    is_segments = reference.kind == "segments"
    table, of_votes = features.measure(blocks, keys, title), votes.measure_votes(blocks, asked)
    return Sample(reference.site, table, of_votes, labels, size, is_segments, is_made)


def label(reference: Reference, blocks: Sequence[PageBlock]) -> Floats:
    """What the reference says of each block; where its alternatives differ it says nothing."""
    if reference.kind == "segments":
        return np.array([_segment_label(reference, block.text) for block in blocks], float)
    shares = np.array([[covered(block.text, text) for block in blocks] for text in reference.texts])
    highest, lowest = shares.max(axis=0), shares.min(axis=0)
    told: Floats = np.where((highest < 0) | (highest - lowest > 0.5), -1.0, highest >= IN_REFERENCE)
    return told


def _segment_label(reference: Reference, text: str) -> float:
    line = " ".join(text.split())
    if any(" ".join(segment.split()) in line for segment in reference.inside):
        return 1
    return 0 if any(" ".join(segment.split()) in line for segment in reference.outside) else -1


def _columns(samples: list[Sample]) -> tuple[Floats, Floats, NDArray[Any], NDArray[Any], NDArray[Any]]:
    def spread(of: Callable[[Sample], float]) -> NDArray[Any]:
        return np.concatenate([np.full(len(sample.labels), of(sample)) for sample in samples])

    labels = np.concatenate([sample.labels for sample in samples])
    size = np.concatenate([sample.words for sample in samples])
    segments, is_made = (spread(of).astype(bool) for of in (lambda one: one.is_segments, lambda one: one.is_made))
    return labels, size, spread(lambda one: fold_of(one.site)), segments, is_made


def fold_of(site: str) -> int:
    """The fold that a site is held out in."""
    return zlib.crc32(site.encode()) % FOLDS


def _weight(size: Floats) -> Floats:
    found: Floats = np.sqrt(np.minimum(size, 100))
    return found


def _held_out(
    table: features.Matrix, target: Floats, weight: Floats, folds: NDArray[Any], shape: Any, seeds: int
) -> tuple[Floats, list[list[Any]]]:
    """The probability of each row by trees that saw no row of its fold, and these trees."""
    scores = np.zeros(len(target))
    grown = []
    for fold in range(FOLDS):
        there = folds == fold
        grown.append(_grow(table[~there], target[~there], weight[~there], shape, seeds))
        scores[there] = 1 / (1 + np.exp(-build(range(table.shape[1]), grown[-1]).log_odds(table[there])))
    return scores, grown


def _grow(table: features.Matrix, target: Floats, weight: Floats, shape: Any, seeds: int) -> list[Any]:
    """Trees as nested questions; those of several seeds stand for their mean."""
    import lightgbm

    used = weight > 0
    rows = lightgbm.Dataset(table[used], target[used].clip(0, 1), weight=weight[used])
    trees = []
    for seed in range(seeds):
        parameters = dict(
            objective="cross_entropy", num_leaves=16, min_data_in_leaf=40, bagging_fraction=0.8, bagging_freq=1,
            feature_fraction=0.4, lambda_l2=5, seed=seed, num_threads=2, deterministic=True, force_col_wise=True,
            verbose=-1, **shape,
        )  # fmt: skip
        found = lightgbm.train(parameters, rows).dump_model()["tree_info"]
        trees += [_node(tree["tree_structure"], seeds) for tree in found]
    return trees


def _write(path: Path, names: Sequence[str], trees: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    head = json.dumps(list(names), ensure_ascii=False)
    path.write_text(f'{{"features": {head},\n"trees": [\n{lines}\n]}}\n', "utf-8")


def _node(node: dict[str, Any], share: int) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"] / share, 5)
    limit = float(np.float32(f"{node['threshold']:.6g}"))
    inner = (_node(node[child], share) for child in ("left_child", "right_child"))
    return [node["split_feature"], float(f"{limit:.6g}"), *inner]


if __name__ == "__main__":
    sys.exit(main())
