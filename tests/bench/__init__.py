"""How fast a site is built anew, beside what others take for the same: ``make bench``, see README.md."""
