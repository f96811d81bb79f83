"""What is measured beside peers, and trained, needs packages that only ``make quality`` installs."""

from importlib.util import find_spec

PEERS = ["measure_clean.py", "measure_html.py", "peers.py", "train_blocks.py", "train_lines.py"]
collect_ignore = [] if find_spec("trafilatura") and find_spec("lightgbm") else PEERS
