"""The process in which appeals are measured: Django is loaded first, then the measures."""

import django
from bench.contest import serve


def main() -> None:
    """Answer the questions of the bench."""
    django.setup()
    from bench.appeals import imported, looked_up, prepare

    serve({"prepare": prepare, "import": imported, "similar": looked_up})


if __name__ == "__main__":
    main()
