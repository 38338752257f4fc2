"""PowerPoint: where everything lies on a slide, and the file that holds it."""
