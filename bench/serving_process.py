"""The process in which the pages are asked for: Django is loaded first, then the pages."""

import django
from bench.contest import serve


def main() -> None:
    """Answer the questions of the bench."""
    django.setup()
    from bench.serving import Serving

    serving = Serving()
    serve({"gather": serving.gather, "pages": serving.pages})


if __name__ == "__main__":
    main()
