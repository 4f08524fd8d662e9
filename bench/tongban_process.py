"""The process in which `ours` runs: Django is loaded first, then the acts."""

import django
from bench.contest import serve


def main() -> None:
    """Answer the questions of the bench."""
    django.setup()
    from bench.ours import Ours

    ours = Ours()
    asked = (ours.prepare, ours.life, ours.acceptances, ours.statements, ours.rows, ours.verify, ours.outbox)
    serve({handler.__name__: handler for handler in asked})


if __name__ == "__main__":
    main()
