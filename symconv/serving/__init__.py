"""The live page on this machine, for this machine: the standard library's server, and a process that answers.

What comes from the network is a name in a table, or a question in JSON; neither ever is a path, a program or a
template.
"""
