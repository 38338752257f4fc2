"""La lección sobre una capa transpuesta."""

WORDS = {
    "document.title.transposed": "Una convolución transpuesta y sus gradientes: {layer}",
    "layer.extra": "relleno de salida {p}",
    "transposed.question": "Una convolución reduce los mapas; las redes que dibujan necesitan el camino de vuelta a mapas mayores. Una convolución transpuesta hace hacia adelante lo que una convolución hace hacia atrás: separa su entrada con un paso de {s}. ¿Cuáles son entonces sus propios gradientes?",
    "transposed.layer": "Una entrada {X} de {n:1 elemento|{n} elementos} {x} se encuentra con un filtro {F} de {k:1 elemento|{k} elementos} {f}. Cada elemento de la entrada, por todo el filtro, se suma a una ventana de la salida {O} de {m:1 elemento|{m} elementos} {o}; las ventanas de vecinos empiezan a {s} salidas una de otra. Con la salida se calcula una pérdida {L}. Su gradiente {given} es conocido{named:; escribimos {letter} por {entry}|}. Se busca: {wanted}. Los índices cuentan desde {base}.",
    "transposed.channels": "La capa tiene {counts}{grouped: en {groups} grupos que no se ven entre sí|}. Índices superiores: {images:{image} es la imagen, |}{inputs:{channel} el canal de entrada|la entrada tiene un canal}; del filtro, el primero es el canal de entrada{wide: y el segundo, {out}, cuenta los canales de salida a los que suma|}. Suma al canal de salida {made}. Las figuras muestran la primera imagen y los primeros canales{added:; los demás se multiplican y se suman del mismo modo|}.",
    "transposed.sizes": "En cada eje, {M} entradas hacen {N} salidas: ventanas de {e} elementos empiezan cada {s}{padded:, el relleno corta {before} y {after} elementos|}{extra:, y {r}, el relleno de salida, se añade al final|}:",
    "transposed.padding": "El relleno corta la salida: {where} de {o}. A la vuelta, {d} recibe ceros en los lugares cortados.",
    "transposed.extra": "Relleno de salida {r}: otros tantos elementos al final de cada eje.{same: Una convolución con este paso hace el mismo tamaño de ambos, así que el tamaño solo no dice a cuál volver.| A lo que queda tras la última ventana no llega ninguna entrada.}",
    "transposed.dilation": "Dilatación {d}: los elementos vecinos del filtro suman a salidas a distancia {d}, y el filtro abarca {reach}.",
    "transposed.untouched": "{n:A 1 elemento de la salida no llega|A {n} elementos de la salida no llega} ninguna entrada: allí está {bias:solo el sesgo|0}.",
    "transposed.forward.title": "Hacia adelante: cada entrada pinta una ventana",
    "transposed.forward": "Cada elemento de la entrada suma su múltiplo del filtro a {o}. Donde las ventanas se solapan, las salidas son sumas:",
    "transposed.painted": "{x} por",
    "transposed.nothing": "El relleno corta todas las ventanas: ninguna entrada llega a {o}.",
    "transposed.collected": "Visto desde una salida, por ejemplo {o}, es una suma sobre lo que llega a ella{bias:, más el sesgo|}:",
    "transposed.same": "Es la suma del gradiente de una convolución respecto a su entrada, con {x} en el lugar del gradiente de la salida. Así que también la calculan ceros entre las entradas y el filtro volteado{bias:; después se suma el sesgo|}:",
    "transposed.board.title": "Un tablero de ajedrez, o ninguno",
    "transposed.board.uneven": "Salidas vecinas suman distinto número de productos, siempre en el mismo patrón. Donde las entradas y los elementos del filtro se parecen, esto se ve como un tablero de ajedrez. Desaparece si el filtro tiene los mismos elementos para cada fase del paso; sin dilatación, si el paso divide el tamaño del filtro:",
    "transposed.board.even": "Lejos del borde cada salida suma el mismo número de productos, porque el filtro tiene los mismos elementos para cada fase del paso. Así que no hay tablero:",
    "transposed.board.label": "productos en cada elemento de {o}",
    "transposed.input.title": "El gradiente respecto a la entrada: no se voltea nada",
    "transposed.input": "{x} se suma a {n:una salida|{n} salidas}, cada vez por un elemento del filtro, que es la derivada local:",
    "transposed.input.sum": "La pérdida siente {x} a través de la ventana que pintó, y por la regla de la cadena:",
    "transposed.input.slide": "Salidas y elementos del filtro vienen en el mismo orden, así que el filtro se desliza tal como es{dilated:, dilatado,|} sobre {d}{padded:, rellenado donde se cortó la salida,|} en pasos de {s}. Es el paso hacia adelante de una convolución con este paso:",
    "transposed.weight": "Cada entrada usa una vez cada elemento del filtro, así que {f} recoge de todas: {x}{strided:, con los ceros del paso entre sus elementos,|} se desliza sobre {d}{padded:, rellenado donde se cortó la salida|}. No se voltea nada.{dilated: Del resultado se conserva uno de cada d elementos (d = {distance}).|}{trimmed: El relleno de salida deja elementos de más, y cuentan los primeros {k}.|}{many: Cada par de canales tiene su propia correlación, sumada sobre las imágenes.|}",
    "transposed.weight.window": "Aquí la ventana produce el gradiente de {made}:",
    "transposed.remember.exchanged": "Una convolución transpuesta es una convolución con los papeles cambiados: hacia adelante es el gradiente de la convolución respecto a la entrada, y su propio gradiente es el paso hacia adelante de la convolución. Devuelve el tamaño, no los valores: no es una inversa.",
    "transposed.remember.flip": "No se voltea nada para {gx}, ni para {gf}: el filtro se voltea hacia adelante.",
    "transposed.derived": "Es la convolución transpuesta: con {d} como entrada y los mismos filtro, paso y relleno{remains:, y relleno de salida {r},|} da {gx}.",
}

MISTAKES = {
    "needless-flip": (
        "el filtro de una capa transpuesta se voltea donde nada se voltea",
        "Las salidas y las entradas del filtro vienen en el mismo orden, así que ∂L/∂X de una capa transpuesta es una correlación con el filtro tal como es. El volteo está en la ida, donde hay ceros entre las entradas.",
        "¿Qué entrada del filtro lleva de una entrada a la primera salida de su ventana, y cuál a la última?",
    ),
    "transposed-spread": (
        "las ventanas de una capa transpuesta no distan s salidas",
        "Entradas vecinas pintan ventanas que empiezan a s salidas una de otra: entre las entradas hay s−1 ceros, y la vuelta va a pasos de s.",
        "¿A qué distancia empiezan las ventanas de dos entradas vecinas?",
    ),
    "transposed-size": (
        "el tamaño de la salida de una capa transpuesta es incorrecto",
        "Las ventanas de d(k−1) + 1 salidas empiezan cada s, así que N entradas abarcan s(N−1) + d(k−1) + 1 de ellas. El relleno recorta p₋ + p₊, y el relleno de salida añade r.",
        "¿Dónde empieza la ventana de la última entrada y dónde acaba?",
    ),
    "transposed-cut": (
        "el relleno o el relleno de salida de una capa transpuesta está en el extremo equivocado o tiene mal tamaño",
        "El relleno corta p entradas en ambos extremos de la salida, y el relleno de salida añade entradas solo al final. A la vuelta, ∂L/∂O recibe p ceros en ambos extremos, y nada delante por el relleno de salida.",
        "¿A qué salida suma la primera entrada su primera entrada del filtro?",
    ),
    "fold-cropped": (
        "el relleno se toma por ceros donde contiene entradas de X",
        "Lo que llega a un lugar del relleno pertenece a la entrada que está allí: ∂L/∂X se pliega de vuelta, es decir, se suma, y no se recorta; y ∂L/∂F encuentra la entrada rellenada.",
        "¿Qué entrada de X se lee donde empieza la primera ventana?",
    ),
}
