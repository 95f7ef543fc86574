"""The rules: what should hold of a handbook, one folder each, grouped by what they speak of.

A rule is `<family>/<rule>/`: `rule.py`, which says `RULE = Check(…)`; its pages, `page.fr.md` and `page.en.md`;
`bad.yml` and `good.yml`, which the pages show; `near-miss.yml`, nearly wrong; and, where one example does not do,
`more.yml`. A test runs them all. `kit/` holds what several rules need. `judge/` finds the rules by walking the folders.
Nobody lists what a rule stands on: it is learnt from what it reads of its `View`.
"""
