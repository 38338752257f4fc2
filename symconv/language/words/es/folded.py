"""La lección sobre el relleno plegado."""

WORDS = {
    "layer.mode": "modo de relleno {mode}",
    "folded.question": "Rellena de ceros, una convolución no lee nada más allá del borde. Rellena de elementos de la propia entrada, lee algunos en varios lugares. ¿Cuál es el gradiente de un elemento que está en varios lugares?",
    "folded.padding": "Relleno: {where}. Allí están otra vez elementos de la entrada: {mode}.",
    "folded.reflect": "reflect la refleja en su primer y en su último elemento, sin repetirlos",
    "folded.replicate": "replicate repite su primer y su último elemento",
    "folded.circular": "circular sigue por su otro extremo, como si estuviera cerrada en un anillo",
    "folded.around.title": "De dónde viene el relleno",
    "folded.around": "Escrita entera, la entrada con relleno es una entrada mayor, {y}; lo que rodea a {x} está marcado. El filtro se desliza sobre {y}, que no tiene relleno propio:",
    "folded.input.title": "El gradiente respecto a la entrada: plegar de vuelta",
    "folded.entry": "{x} está en {n:un lugar|{n} lugares} de la entrada con relleno. Una salida que lo lee en varios cambia con él según la suma de los elementos del filtro que encuentra. Las derivadas locales:",
    "folded.back": "Lugar por lugar, el gradiente de {y} es el de una convolución sin relleno. Así que dilatar, rellenar, voltear, deslizar:",
    "folded.fold": "Ahora plegar de vuelta: {n:{x} está en un lugar, y su gradiente es lo que llega allí|{x} recibe la suma de lo que llega a sus {n} lugares}. Con ceros, el borde se cortaría. Aquí pertenece a elementos de la entrada, y cortarlo lo perdería:",
    "folded.weight": "Para el filtro nada cambia: encuentra los elementos de {y} como se leyeron a la ida, y nada se pliega.",
    "folded.remember.copy": "Lo que se copia a la ida se suma a la vuelta: {gx} se pliega, no se recorta.",
    "folded.remember.inner": "La entrada con relleno, {y}, es una entrada como cualquier otra, y su convolución no tiene relleno.",
}
