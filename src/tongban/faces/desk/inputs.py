"""The inputs of the pages, under the name the desk knew them by."""

from tongban.faces.pages.inputs import Input, Option, Typed, Widget, options

__all__ = ["Input", "Option", "Typed", "Widget", "options"]
