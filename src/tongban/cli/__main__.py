"""``python -m tongban.cli`` is the command `tongban`."""

from tongban.cli import main

main()
