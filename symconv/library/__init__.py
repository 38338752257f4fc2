"""What Python code calls and the command line prints: derive, prove, check a class, set exercises, lecture.

Each file joins rooms that are strangers to one another (the proof and its telling, say) into one call and its result;
``import symconv`` offers the calls by name.
"""
