"""The live page as a folder for any web server: Python runs in the reader's browser, nothing is sent anywhere.

pyodide.py   CPython for browsers: whose files it takes, from a folder or from a public address
modules.py   what Python imports there: our package and what it stands on, compiled and compressed
reach.py     which of our modules an answer may load
folder.py    every file of the site by its path, and the whole of it written at once
"""
