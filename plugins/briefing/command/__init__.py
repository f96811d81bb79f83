"""What the sub-commands of ``briefing`` do, a file each. ``__main__`` reads their arguments and handles errors."""
