"""The makers of views: one module a kind of page, each with ``view(sheet, …)``; ``parts`` has what several show."""
