"""Filters every template knows: ``words``, ``plain_words``, ``data``, ``day``, ``moment``."""

from django import template

from tongban.faces.pages import language

register = template.Library()
register.filter("words", language.marked)
register.filter("plain_words", language.told)
register.filter("data", language.data)
register.filter("day", language.day)
register.filter("moment", language.moment)
