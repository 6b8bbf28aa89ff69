"""What a document rests on, carries out, changes, and what rests on it: a graph, as a tree, JSON or a picture."""

from analyzer.archive.graph.model import Edge, Effect, Graph, LeftOut, Named, Node

__all__ = ["Edge", "Effect", "Graph", "LeftOut", "Named", "Node"]
