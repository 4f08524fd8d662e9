"""Blocked matters at the desk: the coordinator's lists, one matter with its moves, reports of refusal, rectifications."""
