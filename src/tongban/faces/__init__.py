"""The faces: what citizens, staff and other systems see. Parses, names the actor and the time, calls one act."""
