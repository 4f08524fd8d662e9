"""Appeals at the desk: taken in, dispatched, answered, called back; alerts of many on one matter."""
