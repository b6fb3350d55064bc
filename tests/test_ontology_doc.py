"""The documentation of the ontology is that of the ontology as it is, in both languages, with no dead link."""

from __future__ import annotations

import re

from kg.ontology import FZ, queries
from tests.ontology_doc import TARGET, page


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "make ontology-doc"


def test_every_term_and_question_is_there_and_every_link_leads_somewhere() -> None:
    text = page()
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {iri.partition("#")[2] for iri in FZ} <= set(ids)
    assert {f"query-{name}" for name in queries()} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert len(re.findall(r'<dd lang="zh">', text)) == len(re.findall(r'<dd lang="en">', text)) == len(list(FZ))
