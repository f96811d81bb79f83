"""The long hostile run: ``make hostile``. The short one is in ``tests/site`` and ``tests/browser``."""
