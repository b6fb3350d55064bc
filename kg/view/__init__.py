"""The explorer: one HTML file that shows the graph and the sentences behind it, and asks nothing of any network."""

from kg.view.page import page

__all__ = ["page"]
