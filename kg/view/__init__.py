"""The explorer: one HTML file that shows the graph and the sentences behind it, and asks nothing of any network."""

from kg.view.built import explorer
from kg.view.data import Aside, Unread
from kg.view.page import page
from kg.view.part import part

__all__ = ["Aside", "Unread", "explorer", "page", "part"]
