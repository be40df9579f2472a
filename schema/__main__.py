"""Prints the schema: `python -m schema > schema/schema.graphql`."""

from schema.root import schema

print(schema.as_str())
