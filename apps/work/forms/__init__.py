"""What people type in the work."""
