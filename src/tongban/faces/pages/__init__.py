"""A few plain pages: my cases, one case, why this day. No script is needed; the full faces come later."""
