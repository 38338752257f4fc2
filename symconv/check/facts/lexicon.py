"""The words of the field, one table for each language; whoever adds a language adds a table here and a row in WORDS.

Each entry is a pattern. ``one_of`` joins those of all languages, as a text may mix them.
"""

from collections.abc import Mapping
from functools import cache

Words = Mapping[str, str]

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
    "is": r"is|are|has|have|with|of|equals|being|denotes?|:|=",
    "outside": r"outside|out[- ]of[- ](?:range|bounds)|zero[- ]exten\w*|beyond",
    "correlation": r"cross[- ]?correlations?",
    "convolution": r"(?:true|mathematical|proper) convolutions?|convolutions? in the mathematical sense",
    "unpadded": r"(?:no|without)\s+(?:zero[- ])?paddings?(?!\s*\d)|\bzero\s+paddings?(?=\s*(?:[.,;:)]|and\b|$))"
    r"|(?:not|un)[- ]?padded|nothing is padded|no zeros are (?:added|put)",
    "same": r"same size as the input|as large as the input"
    r"|(?:output|it)\s+(?:has|keeps)\s+the\s+size\s+of\s+the\s+input"
    r"|[\"'`]?same[\"'`]?[ -]padding",
    "pooling": r"(?:max|average|avg|mean|global)?[ -]?pool(?:ing|s|ed)?",
    "dense": r"fully[ -]connected|dense layers?|linear layers?|softmax|flatten(?:ing)? layer|cross[ -]entropy",
    "recurrent": r"LSTM|recurrent|attention|batch[ -]?norm\w*|layer[ -]?norm\w*|dropout",
    "transposed": r"(?:transposed|fractionally[- ]strided)\s+conv\w*|deconv\w*|up-?conv\w*",
    "layer": r"convolution\w*|conv(?:\d?d)?|correlation\w*",
    "gradient": r"gradients?|derivatives?|deltas?|back\w*|errors?",
}
GERMAN: Words = {
    "input": r"eingabe|bild|eingang",
    "kernel": r"(?:faltungs)?kern|filter",
    "output": r"ausgabe|ausgang",
    "channels": r"kan[aä]le?",
    "stride": r"schrittweite",
    "padding": r"auff[uü]ll\w*|polsterung|padding",
    "unpadded": r"(?:ohne|kein|keine)\s+(?:auff[uü]ll\w*|polsterung|padding|rand|nullen)|aufgefüllt wird nicht"
    r"|nicht aufgefüllt",
    "dilation": r"dilatation|dilation|dehnung",
    "size": r"gr[oö]ße|höhe|breite",
    "is": r"ist(?:\s+gleich)?|sind|beträgt|hat|haben|mit|der|von",
    "outside": r"au[ßs]+erhalb",
    "correlation": r"kreuzkorrelation(?:en)?",
    "convolution": r"echte faltung",
    "same": r"so groß wie die eingabe",
    "layer": r"faltung\w*",
    "gradient": r"gradient(?:en)?|ableitung(?:en)?|rückwärts\w*|fehler\w*",
}
FRENCH: Words = {
    "input": r"entr[ée]e|image",
    "kernel": r"noyau(?:\s+de\s+convolution)?|filtre",
    "output": r"sortie",
    "channels": r"canaux|canal",
    "stride": r"pas(?=\s+(?:de|=|est|vaut|égal|\d))",
    "padding": r"remplissage|rembourrage|bourrage|marge",
    "dilation": r"dilatation",
    "unpadded": r"(?:sans|aucun)\s+(?:remplissage|rembourrage|bourrage|marge|padding)",
    "size": r"taille|hauteur|largeur",
    "is": r"est(?:\s+(?:égale?\s+à|de))?|vaut|égale?\s+à|sont|a|de|avec",
    "outside": r"hors de|en dehors",
    "correlation": r"corr[ée]lations? crois[ée]es?|intercorr[ée]lations?",
    "layer": r"convolution\w*",
    "gradient": r"d[ée]riv[ée]es?|r[ée]tro\w*|erreurs?",
}
SPANISH: Words = {
    "input": r"entrada|imagen",
    "kernel": r"n[úu]cleo(?:\s+de\s+convoluci[óo]n)?|filtro",
    "output": r"salida",
    "channels": r"canales",
    "stride": r"paso(?!\s+\d+\s*[:.)])",
    "padding": r"relleno",
    "dilation": r"dilataci[óo]n",
    "unpadded": r"(?:sin|no\s+hay)\s+(?:relleno|padding)",
    "size": r"tama[ñn]o|alto|ancho",
    "is": r"es(?:\s+(?:de|igual\s+a))?|vale|igual\s+a|son|tiene|de|con",
    "outside": r"fuera de",
    "correlation": r"correlaci[óo]n(?:es)? cruzadas?",
    "layer": r"convoluci[óo]n\w*",
    "gradient": r"gradientes?|derivadas?|retro\w*|error(?:es)?",
}
PORTUGUESE: Words = {
    "input": r"entrada|imagem",
    "kernel": r"n[úu]cleo(?:\s+de\s+convolução)?|filtro",
    "output": r"sa[íi]da",
    "channels": r"canais",
    "stride": r"passo(?!\s+\d+\s*[:.)])",
    "padding": r"preenchimento",
    "dilation": r"dilata[çc][ãa]o",
    "unpadded": r"(?:sem|não\s+há)\s+(?:preenchimento|padding)",
    "size": r"tamanho|altura|largura",
    "is": r"é(?:\s+(?:de|igual\s+a))?|vale|igual\s+a|são|tem|de|com",
    "outside": r"fora d",
    "correlation": r"correlaç(?:ão|ões) cruzadas?",
    "layer": r"convoluç\w*",
    "gradient": r"derivadas?|erros?",
}
CHINESE: Words = {
    "input": r"输入(?:特征图|图像|矩阵)?|图像|图片",
    "kernel": r"卷积核|滤波器|核",
    "output": r"输出(?:特征图|矩阵)?",
    "channels": r"通道数?",
    "stride": r"步长|步幅",
    "padding": r"填充",
    "unpadded": r"(?:无|不|没有|不使用)\s*(?:填充|padding)",
    "dilation": r"膨胀率|空洞率?|膨胀",
    "size": r"大小|尺寸|高|宽|长度",
    "is": r"取为?|设为|等于|为|是|有|的",
    "outside": r"越界|超出|范围外|之外",
    "correlation": r"互相关",
    "pooling": r"池化",
    "dense": r"全连接",
    "layer": r"卷积",
    "gradient": r"梯度|导数|偏导|反向|误差",
}
JAPANESE: Words = {
    "input": r"入力(?:画像)?",
    "kernel": r"カーネル|フィルタ(?:ー)?",
    "output": r"出力",
    "channels": r"チャンネル|チャネル",
    "stride": r"ストライド",
    "padding": r"パディング",
    "unpadded": r"パディング(?:は|が)?(?:なし|無し|ない|ありません|行わない|しない)",
    "dilation": r"膨張",
    "size": r"サイズ|大きさ",
    "is": r"は|が|の",
    "outside": r"範囲外",
    "pooling": r"プーリング",
    "dense": r"全結合",
    "correlation": r"相互相関",
    "layer": r"畳み込み",
    "gradient": r"勾配|微分|逆伝播|誤差",
}
KOREAN: Words = {
    "input": r"입력",
    "kernel": r"커널|필터",
    "output": r"출력",
    "channels": r"채널",
    "stride": r"스트라이드|보폭",
    "padding": r"패딩",
    "unpadded": r"(?:패딩|padding)(?:은|는|이|가)?\s*없\w*",
    "dilation": r"팽창",
    "size": r"크기",
    "is": r"은|는|이|가|의",
    "outside": r"범위 밖",
    "pooling": r"풀링",
    "correlation": r"상호\s?상관|교차\s?상관",
    "layer": r"합성곱|컨볼루션",
    "gradient": r"기울기|그래디언트|미분|역전파|오차",
}
RUSSIAN: Words = {
    "input": r"вход\w*|изображени\w*",
    "kernel": r"ядр\w*(?:\s+св[её]ртки)?|фильтр\w*",
    "output": r"выход\w*",
    "channels": r"канал\w*",
    "stride": r"шаг(?!\s+\d+\s*[:.)])\w*",
    "padding": r"дополнени\w*|отступ\w*|паддинг\w*",
    "unpadded": r"без\s+(?:дополнени\w*|отступ\w*|паддинг\w*|padding)",
    "dilation": r"дилатаци\w*|коэффициент\w*\s+(?:разреженности|расширения)",
    "size": r"размер\w*",
    "is": r"имеет|рав(?:ен|на|но|няется)|составляет|с|из",
    "outside": r"за пределами|вне",
    "correlation": r"(?:кросс|взаимн\w*)[- ]?коррел\w*",
    "layer": r"св[её]рт\w*",
    "gradient": r"градиент\w*|производн\w*|обратн\w*|ошибк\w*",
}
ARABIC: Words = {
    "input": r"المدخل(?:ات)?|الصورة",
    "kernel": r"المرشح|النواة|الفلتر",
    "output": r"المخرج(?:ات)?",
    "stride": r"الخطوة|خطوة",
    "padding": r"الحشو",
    "size": r"حجم|أبعاد",
    "layer": r"الالتفاف",
}
WORDS: tuple[Words, ...] = (
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH,
    PORTUGUESE,
    CHINESE,
    JAPANESE,
    KOREAN,
    RUSSIAN,
    ARABIC,
)


@cache
def one_of(entry: str) -> str:
    """The words of all languages for something, as one group of a pattern; letters of no word may stand around them."""
    found = [table[entry] for table in WORDS if entry in table]
    return rf"(?:(?<![A-Za-zÀ-ÿа-яё])(?:{'|'.join(found)})(?![A-Za-zÀ-ÿа-яё]))"
