"""What is said, in every language: words by key, and how a language is read."""
