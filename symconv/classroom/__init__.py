"""A whole class at once: submissions in, one verdict a file, what went wrong how often.

outcome.py      what became of one submission
archive.py      a zip, safely; submissions.py: folders, globs, archives → submissions
marker.py       the process that checks, one submission at a time; guard.py starts it, and ends it when it hangs
course.py       all of it on an executor; journal.py keeps what is done, so that a broken run resumes
tally.py        points, mistakes, entries, similar answers; exports.py: what other gradebooks read
"""
