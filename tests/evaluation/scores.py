"""Accuracy, precision, recall and F1 of labels against the right ones, and the confusion table, as Markdown."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scores:
    """Labels found beside the right ones, in the same order; `names` are all labels, in the order of the tables."""

    right: Sequence[Hashable]
    found: Sequence[Hashable]
    names: Mapping[Hashable, str]

    def count(self, right: Hashable, found: Hashable) -> int:
        both = zip(self.right, self.found, strict=True)
        return sum(1 for one, other in both if one == right and other == found)

    @property
    def accuracy(self) -> float:
        return sum(self.count(label, label) for label in self.names) / max(1, len(self.right))

    def precision(self, label: Hashable) -> float:
        return self.count(label, label) / max(1, sum(1 for one in self.found if one == label))

    def recall(self, label: Hashable) -> float:
        return self.count(label, label) / max(1, sum(1 for one in self.right if one == label))

    def f1(self, label: Hashable) -> float:
        precision, recall = self.precision(label), self.recall(label)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def macro_f1(self) -> float:
        return sum(map(self.f1, self.names)) / len(self.names)

    def per_class(self) -> Iterator[str]:
        yield "| class | labelled | precision | recall | F1 |"
        yield "|---|--:|--:|--:|--:|"
        for label, name in self.names.items():
            count = sum(1 for one in self.right if one == label)
            yield f"| {name} | {count} | {self.precision(label):.3f} | {self.recall(label):.3f} | {self.f1(label):.3f} |"

    def confusion(self) -> Iterator[str]:
        yield f"| labelled / found | {' | '.join(self.names.values())} |"
        yield f"|---|{'--:|' * len(self.names)}"
        for right, name in self.names.items():
            yield f"| {name} | {' | '.join(str(self.count(right, found)) for found in self.names)} |"
