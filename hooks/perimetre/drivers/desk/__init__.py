"""Serve the desk on this machine: pages with forms, in which managers write what goes in the files.

`server` answers a browser and refuses any other; `work` reads, looks and saves; `git` keeps what is saved on a branch;
`pages` makes the pages. What the forms are and what is said of them comes from `pipeline/desk/`.
"""
