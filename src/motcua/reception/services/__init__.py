"""What changes the queue."""
