"""Words of sentences on gradients, in all languages: what carries their meaning, and what changes nothing."""

from symconv.check.facts.lexicon import one_of

_AROUND = r"(?<![A-Za-zÀ-ÿа-яё])(?:{})(?![A-Za-zÀ-ÿа-яё])"


def _words(*languages: str) -> str:
    return f"(?i:{_AROUND.format('|'.join(languages))})"


DERIVATIVE = _words(
    r"gradients?|derivatives?|grads?|partials?",
    r"gradienten|ableitung(?:en)?",
    r"dérivées?(?:\s+partielles?)?",
    r"gradientes?|derivadas?",
    r"梯度|偏?导数|偏导|勾配|微分|기울기|그래디언트|그레이디언트|미분",
    r"градиент\w*|производн\w*",
)
UPSTREAM = _words(
    r"(?:upstream|incoming|back-?propagated|local\s+error|errors?)(?:\s+(?:signals?|terms?|maps?|tensors?))?"
    r"|deltas?(?:\s+maps?)?",
    r"ausg(?:abe|angs)gradient\w*|fehler(?:signale?s?|terms?|karte)?|eingehende[rn]?",
    r"erreurs?|amont|errore?s|entrantes?|erros?",
    r"(?:反向传播的?)?误差(?:项|图)?|上游的?|残差|敏感度图?|誤差|上流の?|오차|상류|ошибк\w*",
)
KERNEL = rf"(?i:{one_of('kernel')})|" + _words(
    r"gewichte?n?|kerne?s?|poids|filtres|noyaux|pesos?|filtros|权重|权值|重み|가중치|вес(?:а|ов|ам)?"
)
FROM_ABOVE = _words(
    r"(?:(?:flowing|coming|passed|propagated|arriving|received)\s+)?(?:back\s+|in\s+)*from\s+(?:the\s+)?(?:next|following|later|subsequent|deeper)\s+layers?"
    r"|from\s+above|of\s+the\s+next\s+layer|aus\s+der\s+nächsten\s+schicht|de\s+la\s+couche\s+suivante"
    r"|de\s+la\s+siguiente\s+capa",
)
SLID = rf"(?i:{one_of('correlation')}|{one_of('layer')})|" + _words(
    r"(?:cross-?)?(?:convolv|correlat)(?:e|es|ed|ing)",
    r"falte[tn]|gefaltet|convolué\w*|convolucion\w+|convoluir|сворачива\w+",
)
CORRELATES = rf"(?i:{one_of('correlation')}|correlat)"
OF_BIAS = rf"(?i:{one_of('bias')})"
TRANSPOSED = rf"(?i:{one_of('transposed')}|转置卷积|反卷积|転置畳み込み|전치\s*합성곱)"
OF_LAYER = _words(
    r"conv(?:olution(?:al)?)?\s*(?:2d|1d)?\s+(?:layers?|operations?|networks?|nets?)|cnns?|faltungs(?:schicht|netz)\w*"
    r"|couches?\s+(?:de\s+convolution|convolutives?)|capas?\s+convolucional(?:es)?|camadas?\s+convolucional"
    r"|卷积(?:层|神经网络)|畳み込み層|합성곱\s*층"
)
"""The layer that is spoken of, where nothing is slid."""
FULL = _words(r"full(?:\s+(?:zero[- ])?padding)?|volle[rn]?|complète|completa|全|完全|フル|полн\w+")
VALID = _words(r"valid|gültige[rn]?|válida")
TURNED = rf"(?i:{one_of('turned round')})|" + _words(
    r"rotat(?:e|es|ion)(?:\s+of)?|flips?|turn(?:s|ing)?|revers(?:e|es|ing)|(?:180|rot)[- ]?rotated|mirrored",
    r"drehen|dreht|um\s+180\s*grad\s+gedrehten?|tourner|retourner|girar|rotar|rotacionar|пов[её]рн\w+|回転(?:させた)?"
    r"|旋转|翻转|회전",
)
SPREAD = rf"(?i:{one_of('spread')})|" + _words(
    r"dilates?|upsamples?|(?:adding|introduc\w+|interspers\w+)(?=[^.;]{0,30}zeros?\s+(?:between|in\s+between))"
    r"|stretch(?:ed|ing)?|膨胀|空洞化"
)
PADDED = rf"(?i:{one_of('padded')})|" + _words(
    r"(?:zero-?)?pad(?:s|ding)?"
    r"|(?:add|put|plac|append)(?:s|ed|ing)?(?=[^.;]{0,30}zeros?\s+(?:around|on|at|outside))|surround(?:ed|ing)?"
    r"|auffüllen|rembourrer|rellenar|preencher|(?:四周|周围|外围|边缘)(?:填充|补零|补0|补)|填充|パディング"
)
NOT_TURNED = _words(
    r"un(?:flipped|rotated|turned)|non-?(?:flipped|rotated)"
    r"|(?:not|never|without(?:\s+(?:any|being))?)\s+(?:be(?:ing)?\s+)?(?:flipped|flipping|rotated|rotating"
    r"|rotation|turned|turning)|no\s+(?:flip"
    r"|rotation)|nicht\s+gedreht\w*|ohne\s+drehung|non\s+retourné|sin\s+rotar|不翻转|不旋转|未翻转"
)
OBSTACLES = _words(
    r"crop\w*|strid\w+|not|never|no|without|unless|only\s+if|half|twice|mean|average|averaged|maximum|minimum|first|times|transposed?|pool\w*|product"
    r"|element-?wise"
    r"|hadamard|instead|rather|same\s+(?:conv\w*|(?:cross-?\s?)?corr\w*|padding)|partly|some",
    r"nicht|ohne|kein\w*|sans|sin|ni|sem|não|не|без|不|没有|ない|않",
)
"""Words for what would have to be told exactly."""
REPORTED = _words(
    r"said|says?|believed?|believes|thinks?|thought\s+that|claims?|assumes?|wrong\w*|mistak\w*|false|incorrect\w*"
    r"|naive\w*"
    r"|would|might|seems?|question|why|whether|if|how|what|should|try|tempting|often\s+written"
)
"""Words before what somebody else says, or what is only asked."""
_PLAIN = "|".join(map(one_of, ("places", "all", "each", "images", "array", "copula", "of")))
CHANNELS = rf"(?i:{one_of('channels')})"
QUIET = (
    _words(
        r"the|an?|its|their|our|own|same|original|versions?|of|with|and|by|to|in|into|on|onto|at|for|from|over"
        r"|between|via|through|using|as|across"
        r"|is|are|was|be|been|being|can|may|will|could|then|thus|therefore|hence|so|again|also|too|just|simply"
        r"|exactly|precisely|nothing|but|else|than"
        r"|we|you|one|it|itself|this|these|that|which|get|gets|got|obtain\w*|comput\w+|calculat\w+|find|found"
        r"|given?|gives|yields?|do|does|doing|done"
        r"|perform\w*|appl(?:y|ies|ied|ying)|tak(?:e|es|en|ing)|equals?|equivalent|identical|order|positions?"
        r"|places?|locations?|pixels?|needs?|have|has|to|must|respect|wrt|loss"
        r"|w\.r\.t\.|functions?|cost|objective|layer'?s?|current|corresponding|respective|degrees?|spatial(?:ly)?"
        r"|2-?d|1-?d|two-dimensional|matrix"
        r"|matrices|tensors?|maps?|feature|arrays?|patch(?:es)?|values?|elements?|entries|sides?|each|both|all"
        r"|along|axes|dimensions?|operations?|pass"
        r"|backwards?|forwards?|back-?propagat\w+|steps?|during|first|finally|next|here|now|note|recall|similarly"
        r"|likewise|in\s+turn|becomes?|results?"
        r"|resulting|express\w+|writ(?:e|ten|ing)|represent\w*|described|known|actually|indeed|mathematically"
        r"|regular|standard|ordinary|another|once|more"
        r"|around|border|edges?|kind|form|mode|where|when|implemented|slid(?:e|es|ing)|after|before|terms?|follows"
        r"|i\.e\.|e\.g\.|horizontally\s+and\s+vertically"
        r"|vertically\s+and\s+horizontally|(?:up|top)[- ](?:down|to[- ]bottom)\s+and\s+left[- ](?:right|to[- ]right)",
        r"der|die|das|des|dem|den|ein(?:e[rnms]?)?|ist|sind|wird|werden|mit|von|vom|zwischen|und|nach|bezüglich"
        r"|durch|also|nun|dann|wieder|einfach|genau"
        r"|auch|als|man|erhalten|erhält|ergibt|sich|berechnet|um|grad|verlust(?:s|es)?|verlustfunktion|im|in"
        r"|bezug|auf|zu|zum|zur|über|dabei|ihre[rms]?",
        r"l[ea']?|les|d[eu']?|un|une|est|sont|avec|entre|et|par|rapport|à|aux?|donc|alors|simplement|perte"
        r"|fonction|on|obtient|calcule|calculé[e]?|degrés?"
        r"|obtenue?|se|sa|son|en|ainsi",
        r"el|la|los|para|hace|calcular|obtener|las|del?|al|una?|es|son|con|entre|y|por|respecto|pérdida|función"
        r"|se|obtiene|calcula|como|simplemente|mediante|grados|también|lo",
        r"os?|as?|para|calcular|obter|faz|d[aoe]s?|n[ao]s?|uma?|é|são|com|e|em|relação|aos?|às?|perda|função"
        r"|obtém|pela|pelo|graus|apenas|simplesmente",
        r"反向传播|计算|的|是|对|关于|损失(?:函数)?|等于|在|上|就|即|为|于|所以|因此|将|把|与|和|用|以|进行|做|作|后|得到|可以|通过|度|之间|相当于|其"
        r"|一个|一次|经过|运算|操作"
        r"|也|则|再",
        r"である|です|になる|となる|した|する|して|された|に関する|に対する|損失|の|は|を|に|で|が|と|度|もの|こと|として|による|これ|ある|得られる|計算される"
        r"|求められる|との|れる",
        r"입니다|이다|은|는|이|가|을|를|의|에|에\s*대한|와|과|로|으로|한|하는|것|같다|도|손실|된|시킨|하여|값|함수|함으로써|계산\w*",
        r"это|есть|равен|равна|по|с|и|на|из|от|к|функции|потерь|со|свой|его|её|как|между|градусов"
        r"|является|вычисляется",
    )
    + rf"|(?i:{_PLAIN})"
)
"""Words that change nothing."""
PUNCTUATION = r"[\s()\[\]*_\-–—:,;.!°'’\"“”„«»，、：；。·•]|\b180\b|(?<=\D)1[.)]\s"
