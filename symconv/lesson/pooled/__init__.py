"""What is told of a pooling layer."""
