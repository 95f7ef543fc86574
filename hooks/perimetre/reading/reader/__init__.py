"""Serve the stages collect and parse: what they refuse, and how a line that YAML cannot read is explained."""
