"""Gradients of real data: what arrays are accepted, how exactly they are computed, and everything around files.

gradients.py    forward, grad_input, grad_weight, grad_bias
shapes.py       every array against the layer, axis by axis
dtypes.py       floats as they are, float16 by way of float32, integers exactly or not at all
lazy.py         the four functions of dask arrays; tensors.py of PyTorch's
plan.py         a layer ready for many calls; kept.py keeps the last few routes that were made ready
prepared.py     a fast route with its buffers, called again and again, on several threads: threads.py

files.py        arrays from files that are not trusted, header.py that of an .npy; archive.py writes one that is
                complete or not there
layout.py       NCHW and NHWC, batch and channels filled in; arrangements.py sees in which others arrays would fit
opened.py       files and options → a job
job.py          a layer with its arrays, piece by piece; batches.py says how large, sums.py adds up
run.py          every result computed once, seen, compared and written as it comes
watch.py        ranges and comparisons of arrays seen in pieces; tables.py tells them
checks.py       central differences and the textbook
rounding.py     how far rounding may carry a result, and how far it did
pictures.py     an input gradient as a picture
"""
