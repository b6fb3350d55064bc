"""The graph of the reports: made, kept, proved, asked and written in other formats.

made      `rdf` puts together the triples of `shared` (with `derive`, `likeness`, `topics`), `report` and `metadata`,
          which all stand on `terms`, `periods` and `provenance`
kept      `store`, with `turtle` for people to read
proved    `check`, which shares no code with what made the graph, and `shapes`
asked     `query` (with `nearest`), `explain` (with `profile`), `network`
written   `observations_csv` by every build, `formats` on demand (`format_names`: what people call them)
"""
