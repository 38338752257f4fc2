"""Files of the user's: what is read is bounded and plain, what is written is complete or not there at all.

reading.py   bytes from outside → text, or one clear line
writing.py   a stream that becomes a file in one step; devices are written through, links are followed
"""
