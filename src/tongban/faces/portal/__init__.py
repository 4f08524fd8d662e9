"""The public part of the portal: guides of items, and the calculator of terms."""
