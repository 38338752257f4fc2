"""The words of the field in English, and what joins them with those of other languages.

Each entry is a pattern. ``one_of`` joins those of all languages, as a text may mix them.
"""

from functools import cache

from symconv.check.facts.asian import ARABIC, CHINESE, JAPANESE, KOREAN
from symconv.check.facts.european import FRENCH, GERMAN, PORTUGUESE, RUSSIAN, SPANISH, Words

ENGLISH: Words = {
    "input": r"inputs?|images?|signals?|(?:input|feature)[ -]?maps?|maps?|input matrix",
    "kernel": r"(?:conv\w*\s+)?(?:kernels?|filters?)|weights?|filter matrix",
    "output": r"outputs?|output[ -]?maps?",
    "channels": r"channels?",
    "images": r"images|batch(?:[ -]size)?|samples",
    "stride": r"strides?(?:\s+size)?|step\s+size",
    "padding": r"(?:zero[- ])?paddings?",
    "dilation": r"dilations?(?:\s+(?:rate|factor))?|(?:atrous|dilated)\s+(?:\w+\s+){0,3}?rate",
    "size": r"size|shape|dimensions?|height|width|length|rows|columns|entries|number",
    "shape": r"shape|dimensions?",
    "is": r"is|are|be|has|have|with|of|equals|being|denotes?|:|=",
    "outside": r"outside|out[- ]of[- ](?:range|bounds)|zero[- ]exten\w*|beyond",
    "correlation": r"cross[- ]?correlations?",
    "convolution": r"(?:true|mathematical|proper),?\s+(?:full,?\s+|valid,?\s+|2-?D\s+)*convolutions?"
    r"|convolutions? in the mathematical sense",
    "unpadded": r"(?:no|without)\s+(?:zero[- ])?paddings?(?!\s*\d)"
    r"|(?<!\bof\s)(?<!\bthe\s)\bzero\s+paddings?(?=\s*(?:[.,;:)]|and\b|$))"
    r"|(?:not|un)[- ]?padded|nothing is padded|no zeros are (?:added|put)",
    "same": r"same size as the input|as large as the input"
    r"|(?:output|it)\s+(?:has|keeps)\s+the\s+size\s+of\s+the\s+input"
    r"|[\"'`]?same[\"'`]?[ -]padding",
    "pooling": r"(?:max|average|avg|mean|global)?[ -]?pool(?:ing|s|ed)?",
    "dense": r"fully[ -]connected|dense layers?|linear layers?|softmax|flatten(?:ing)? layer|cross[ -]entropy",
    "recurrent": r"LSTM|recurrent|attention|batch[ -]?norm\w*|layer[ -]?norm\w*|dropout",
    "transposed": r"(?:transposed|fractionally[- ]strided)\s+conv\w*|deconv\w*|up-?conv\w*|conv_?transpose\w*",
    "layer": r"convolution\w*|conv(?:\d?d)?|correlation\w*",
    "turned": r"rotat\w*|flip\w*|turned|inserting|insert\w*\s+(?:\w+\s+){0,3}zeros?|dilat(?:ed|ing)",
    "turned round": r"rotat(?:ed|ing)(?:\s+(?:by\s+)?\$?180\S*)?|flip(?:ped|ping)|turned|reversed",
    "spread": r"dilat(?:ed|ing)|upsampl(?:e|ed|ing)|spread|(?:insert|put|plac|add|interleav)\w*(?=[^.]{0,40}?zeros?)"
    r"|zeros?\s+(?:are\s+|is\s+|being\s+)?(?:inserted|put|placed|interleaved)|zero[- ]interleaved",
    "padded": r"(?:zero[- ]?)?padded",
    "zeros": r"zeros?|0s",
    "names": r"denotes?|is|be|stands?\s+for|means|as|for|:=",
    "called": r"call(?:ed)?\s+(?:the\s+result|it|this)|denote\s+it\s+by"
    r"|(?:is|be)\s+(?:called|denoted|written)(?:\s+by|\s+as)?",
    "gets": r"gets|receives|collects|gathers",
    "copula": r"is|equals|becomes",
    "of": r"of|at|for|by|w\.r\.t\.|wrt|with\s+respect\s+to",
    "bias": r"bias(?:es)?",
    "sum": r"sum(?:s|med|ming)?|add(?:ed|ing|s)?\s+up",
    "each": r"each|every|all|per",
    "all": r"all|entire|whole",
    "places": r"positions?|places?|locations?|elements?|entries|pixels?"
    r"|spatial\s+(?:dimensions?|axes)|dimensions?|axes",
    "array": r"matrix|matrices|tensors?|arrays?|volumes?|images?|maps?|signals?|vectors?",
    "gradient": r"gradients?|derivatives?|deltas?|back\w*|errors?",
}
OTHERS: tuple[Words, ...] = (GERMAN, FRENCH, SPANISH, PORTUGUESE, CHINESE, JAPANESE, KOREAN, RUSSIAN, ARABIC)
WORDS: tuple[Words, ...] = (ENGLISH, *OTHERS)


@cache
def one_of(entry: str) -> str:
    """The words of all languages for something, as one group of a pattern; letters of no word may stand around them."""
    found = [table[entry] for table in WORDS if entry in table]
    return rf"(?:(?<![A-Za-zÀ-ÿа-яё])(?:{'|'.join(found)})(?![A-Za-zÀ-ÿа-яё]))"
