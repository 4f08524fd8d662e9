"""Dispatch (交办): which agency or domain a message is for, proposed by a text model that says why."""
