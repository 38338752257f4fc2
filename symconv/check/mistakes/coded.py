"""Mistakes that only code can make: rows as in ``bending.py``."""

CODED = (
    (
        "empty-crop",
        "pad:-pad is empty at padding 0",
        None,
        "A slice such as [pad:-pad] cuts the padding off, but -0 is 0 and 0:0 is empty. Cut with pad:pad+H instead.",
        "What is a[0:-0]?",
    ),
    (
        "axes-exchanged",
        "H and W are exchanged or taken for equal",
        None,
        "The code is right on square maps alone, so a size of one axis is used for the other. Each axis has its own.",
        "What does your code do where the height is not the width?",
    ),
    (
        "wrong-factor",
        "every term has the same wrong factor",
        None,
        "Each product is the right one, multiplied by a sign or a number that does not belong there.",
        "Which number multiplies your whole gradient?",
    ),
    (
        "batch-broadcast",
        "a sum over the images is broadcast over them",
        None,
        (
            "∂L/∂X of an image holds nothing of another image, and in ∂L/∂F each image counts once. A sum over the "
            "batch that is given to every image, or added up once for each, counts them N times."
        ),
        "Where does your code add up over the images, and how often?",
    ),
    (
        "value-dependent",
        "the result depends on the values otherwise than by sums of products",
        None,
        (
            "A gradient of a convolution is a sum of products of ∂L/∂O with F or with X. A condition on values, a "
            "clip, an integer type or state kept between calls breaks that."
        ),
        "Does doubling ∂L/∂O double your result, whatever its values are?",
    ),
    (
        "not-reproducible",
        "two equal calls give different results",
        None,
        (
            "The same arguments must give the same gradient. Random numbers, state kept between calls or unfilled "
            "memory do not."
        ),
        "What does your function remember from call to call?",
    ),
    (
        "unfilled",
        "memory is read that was never filled in, or lies past an array",
        None,
        (
            "np.empty and np.empty_like hold whatever was there before, and strides that are too long read beyond the "
            "array. Start a sum from np.zeros, and compute every stride from the array's own shape."
        ),
        "What is in your array before the first +=?",
    ),
    (
        "changes-argument",
        "an argument is changed",
        None,
        "The caller's array or dictionary is no longer what it was. Work on a copy, and do not add in place to it.",
        "Which of your lines writes into an array that was handed over?",
    ),
    (
        "ties-counted",
        "each of several largest entries gets everything",
        None,
        (
            "Where entries of a window are equal, a comparison with the maximum finds all of them, and ∂L/∂o is handed "
            "out several times. Choose one of them, such as the first."
        ),
        "How often is ∂L/∂o handed out where a window has two largest entries?",
    ),
    (
        "given-to-all",
        "every entry of a window gets everything",
        None,
        "Only the largest entry of a window decides its output. The others get 0.",
        "Which entry of the window would change the output?",
    ),
    (
        "not-divided",
        "what is handed out is not divided",
        None,
        "An average takes 1/D of each entry, so each gets ∂L/∂o / D, and not ∂L/∂o.",
        "By how much does the average change when one entry grows by 1?",
    ),
    (
        "other-divisor",
        "padding is counted where it is not, or not where it is",
        None,
        (
            "The gradient is divided by the same D as the average: by all entries of the window where padding counts, "
            "else by those inside."
        ),
        "By how many entries did the forward pass divide at the border?",
    ),
)
