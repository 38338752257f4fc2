"""What is told, and in which order: values become blocks, formats come later."""
