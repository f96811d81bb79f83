"""Builds that are killed, starved, locked out and watched: always the old site or the new one, never half of one.

A small site (``ground.py``) goes back and forth between two contents, a build each time, and each build is disturbed.
``layer.py`` does it inside the process, at the calls of Python and of SQLite; ``traced.py`` from outside, at the calls
to the system; ``disks.py`` by disks that are full or read-only; ``others.py`` by kills at random, builds at once,
damaged files and readers. ``make faults`` runs all of it, ``test_faults.py`` a little of each in ``make test``.
"""
